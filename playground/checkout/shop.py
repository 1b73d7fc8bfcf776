"""The shop: everything of one run put together, and the ways in which it can be changed from outside.

Nothing here waits or draws luck. Settings go in as a whole; each part takes what is its own. Faults are struck and
healed at their instants by timers, so that a schedule is played out the same in one step or in thousands.
"""

from math import inf

import msgspec

from playground.checkout import events as e
from playground.checkout.afflictions import Afflictions
from playground.checkout.customers import Customers
from playground.checkout.faults import TARGETS, Fault
from playground.checkout.front import Checkout, Gateway
from playground.checkout.ledger import Ledger
from playground.checkout.network import Edge
from playground.checkout.policies import Client
from playground.checkout.repair import Repairs
from playground.checkout.service import Service
from playground.checkout.station import Station
from playground.checkout.world import World
from playground.knobs import SERVICES, Settings, show
from playground.virtual_time.loop import Timer

MAX_GATEWAYS = 4


class StationPicture(msgspec.Struct, frozen=True):
    """One station at one instant. `workers` is None where there is no limit."""

    workers: int | None
    busy: int
    abandoned: int
    queue: int
    queue_limit: int | None
    state: str


class EdgePicture(msgspec.Struct, frozen=True):
    """One dependency as its caller sees it; pools and tokens are summed over checkout's instances."""

    breaker: str
    pool_busy: int | None
    pool_size: int | None
    pool_waiting: int | None
    retry_tokens: float | None


class Picture(msgspec.Struct, frozen=True):
    """What stands where at one instant."""

    customers_waiting: int
    customers_paying_again: int
    stations: dict[str, StationPicture]
    edges: dict[str, EdgePicture]


class Shop:
    """One fake shop on its own virtual clock."""

    def __init__(self, seed: int, settings: Settings) -> None:
        self.world = World(seed)
        self.loop = self.world.loop
        self.log = self.world.log
        self.ledger = Ledger()
        self.settings = settings
        self.afflictions = {name: Afflictions(seed, name) for name in TARGETS}
        self.services = {name: Service(self.world, name, self.afflictions[name], self.ledger) for name in SERVICES}
        self.checkout = Checkout(self.world, self.afflictions["checkout"], self.ledger, self._new_client)
        self.gateways: list[Gateway] = []
        self._retired: list[Gateway] = []
        """Gateways that were taken away in the middle of their work: held here until it is done."""
        self.customers = Customers(self.world, self._edge("customers", self.checkout), self.ledger)
        self.repairs = Repairs(self.world, self.ledger)
        self.in_force: dict[str, Fault] = {}
        self._scheduled: dict[str, list[Timer]] = {}
        self._capacity: dict[str, float] = {}
        self._fill_in(settings)

    def _edge(self, source: str, station: Station) -> Edge:
        return Edge(self.world, source, station, station.afflictions)

    def _new_client(self, service: str, instance: int) -> Client:
        edge = self._edge("checkout", self.services[service])
        self._set_network(edge)
        return Client(self.world, edge, layer="checkout", optional=service == "recommendations", instance=instance)

    # -- settings ----------------------------------------------------------------------------------------------

    def change(self, settings: Settings) -> None:
        """Put new settings in force at the present instant."""
        before, self.settings = self.settings, settings
        for name, value in settings.items():
            if before[name] != value:
                self.log.append(e.SettingChanged(self.loop.now, name, show(name, value)))
        self._fill_in(settings)

    def _fill_in(self, settings: Settings) -> None:
        for station in self.stations.values():
            self._configure_station(station, settings)
        for service in self.services.values():
            service.configure(settings)
        self.checkout.configure(settings)
        self._configure_gateways(settings)
        for clients in self.checkout.clients:
            for client in clients.values():
                self._set_network(client.edge)
        self.customers.configure(settings)
        self.repairs.configure(settings)

    def _configure_station(self, station: Station, settings: Settings) -> None:
        name = station.name
        restart = settings["recovery.restart_s"] if settings["recovery.enabled"] else None
        station.recover_after(restart)
        if name not in TARGETS:
            return
        workers, limit = settings[f"{name}.workers"], settings[f"{name}.queue_limit"]
        station.workers = inf if workers is None else workers
        station.queue_limit = inf if limit is None else limit
        station.discipline = settings[f"{name}.queue"]
        station.resize(self._capacity.get(name, 1.0))

    def _configure_gateways(self, settings: Settings) -> None:
        hops: int = settings["gateway.hops"]
        if hops != len(self.gateways):
            self._build_gateways(hops)
        for gateway in self.gateways:
            gateway.client.configure(settings)
            self._set_network(gateway.client.edge)
        self._set_network(self.customers.edge)

    def _build_gateways(self, hops: int) -> None:
        """From the inside out: the last gateway talks to checkout, the first to the customers."""
        inner: Station = self.checkout
        self._retired = [gateway for gateway in (*self._retired, *self.gateways) if gateway.active]
        self.gateways = []
        for number in range(hops, 0, -1):
            name = f"gateway {number}"
            inner = Gateway(self.world, name, Client(self.world, self._edge(name, inner), layer="gateway"))
            self.gateways.insert(0, inner)
        self.customers.edge = self._edge("customers", inner)

    def _set_network(self, edge: Edge) -> None:
        edge.delay = self.settings["network.delay_ms"] / 1000
        edge.jitter = self.settings["network.jitter_ms"] / 1000

    # -- faults ------------------------------------------------------------------------------------------------

    def schedule(self, fault: Fault) -> None:
        """Strike at the fault's start and heal at its end. One fault of a kind at a place: a new one replaces it."""
        now = self.loop.now
        self.heal(fault.service, fault.kind)
        timers = [self.loop.call_at(max(fault.start, now), self._strike, fault)]
        if fault.end is not None:
            timers.append(self.loop.call_at(max(fault.end, now), self.heal, fault.service, fault.kind))
        self._scheduled[fault.name] = timers

    def _strike(self, fault: Fault) -> None:
        self.in_force[fault.name] = fault
        self.log.append(e.FaultStruck(self.loop.now, fault.service, fault.kind))
        if fault.kind == "spike":
            self.customers.set_pace(float(fault.fields["factor"]))
            return
        self.afflictions[fault.service].strike(fault)
        if fault.kind == "capacity":
            self._cut(fault.service, float(fault.fields["factor"]))
        elif fault.kind == "pause":
            self.services[fault.service].pause(fault.duration)

    def heal(self, service: str, kind: str) -> bool:
        """End a fault, or call it off before it struck; False where there was none."""
        name = f"{service}.{kind}"
        timers = self._scheduled.pop(name, None)
        if timers is None:
            return False
        for timer in timers:
            timer.cancel()
        if self.in_force.pop(name, None) is not None:
            self._relieve(service, kind)
        return True

    def _relieve(self, service: str, kind: str) -> None:
        self.log.append(e.FaultHealed(self.loop.now, service, kind))
        if kind == "spike":
            self.customers.set_pace(1.0)
            return
        self.afflictions[service].heal(kind)
        if kind == "capacity":
            self._cut(service, 1.0)
        elif kind == "pause":
            self.services[service].resume()

    def _cut(self, service: str, factor: float) -> None:
        self._capacity[service] = factor
        self.stations[service].resize(factor)

    # -- looking -----------------------------------------------------------------------------------------------

    @property
    def stations(self) -> dict[str, Station]:
        named: dict[str, Station] = {gateway.name: gateway for gateway in getattr(self, "gateways", [])}
        return {**named, "checkout": self.checkout, **self.services}

    def stop_arrivals(self) -> None:
        self.customers.stop()
        self.log.append(e.ArrivalsEnded(self.loop.now))

    @property
    def idle(self) -> bool:
        """Whether nothing is waiting, moving or being worked on, and nothing is left to reconcile."""
        if self.customers.waiting or self.world.in_transit or self.checkout.busy_behind_the_scenes:
            return False
        if any(station.active or station.queue for station in self.stations.values()):
            return False
        return not (self.repairs.enabled and self.ledger.unsettled)

    def picture(self) -> Picture:
        return Picture(
            customers_waiting=len(self.customers.waiting),
            customers_paying_again=self.customers.paying_again,
            stations={name: _station(station) for name, station in self.stations.items()},
            edges={name: self._edge_picture(name) for name in self.settings["checkout.calls"]},
        )

    def _edge_picture(self, service: str) -> EdgePicture:
        clients = [clients[service] for clients in self.checkout.clients]
        states = [client.breaker.state.name for client in clients if client.breaker is not None]
        pools = [client.bulkhead for client in clients if client.bulkhead is not None]
        tokens = [client.budget.left() for client in clients if client.budget is not None]
        counted = [left for left in tokens if left is not None]
        worst = next((state for state in ("open", "half_open", "closed") if state in states), "off")
        return EdgePicture(
            breaker=worst,
            pool_busy=sum(pool.busy for pool in pools) if pools else None,
            pool_size=sum(pool.limit for pool in pools) if pools else None,
            pool_waiting=sum(pool.waiting for pool in pools) if pools else None,
            retry_tokens=sum(counted) if counted else None,
        )

    def close(self) -> None:
        """Cancel and collect everything."""
        self.loop.close()


def _station(station: Station) -> StationPicture:
    state = "down" if station.down else "paused" if station.paused else "up"
    return StationPicture(
        workers=_finite(station.capacity),
        busy=len(station.active),
        abandoned=station.abandoned,
        queue=len(station.queue),
        queue_limit=_finite(station.queue_limit),
        state=state,
    )


def _finite(number: float) -> int | None:
    return None if number == inf else int(number)
