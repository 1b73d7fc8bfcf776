"""Who asks, as far as limits are concerned: an address, and of IPv6 the network that one customer is given.

A school shares one address, so what is allowed to a source must do for a class.
"""

from ipaddress import IPv6Address, ip_address

NETWORK_BITS = 64
"""Of an IPv6 address: its owner may choose the other bits at will."""


def source_of(address: str) -> str:
    """The address itself where it is none that can be read, as that of a local socket."""
    try:
        read = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(read, IPv6Address):
        return str(read)
    if read.ipv4_mapped is not None:
        return str(read.ipv4_mapped)
    return f"{IPv6Address(int(read) >> NETWORK_BITS << NETWORK_BITS)}/{NETWORK_BITS}"
