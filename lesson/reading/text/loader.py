"""Reads a lesson's folder. Every fault it meets becomes a Problem with file and line; reading goes on after it."""

import re
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path
from statistics import fmean
from typing import Any

from lesson.reading.text import figures, source
from lesson.reading.text.blocks import Block, Check, Code, Listing, Playground, Section
from lesson.reading.text.blocks import Figure as FigureBlock
from lesson.reading.text.lesson import Lesson
from lesson.reading.text.markdown import Reading, inline_html
from lesson.reading.text.numbers import UNITS, form_of, written
from lesson.reading.text.problems import Problems, line_containing, parse_toml, read_toml
from lesson.reading.text.schema import (
    SLUG,
    CheckSpec,
    Claim,
    Claims,
    CodeSpec,
    Contents,
    Empty,
    Entry,
    FigureSpec,
    PlaygroundSpec,
    Recorded,
    Resource,
    Resources,
    Stack,
    Term,
)  # fmt: skip
from playground.checkout.faults import Fault
from playground.scenarios import catalogue

FILE = re.compile(r"^\d\d-(?P<slug>[a-z0-9-]+)\.md$")
LISTINGS = ("objectives", "resources", "glossary", "stack")
SEEDS_MAX = 10  # of a scenario's claim, when the text quotes it; its own test runs them all
NOT_MEASURED = "(not measured yet)"


@dataclass
class Loader:
    """What is known while the sections are read. Also the Resolver of markdown.py."""

    folder: Path
    root: Path  # of the repository, for the code shown
    problems: Problems
    contents: Contents
    glossary: dict[str, Term] = field(default_factory=dict)
    resources: list[Resource] = field(default_factory=list)
    stack: Stack | None = None
    claims: dict[str, Claim] = field(default_factory=dict)
    figures: dict[str, list[float]] = field(default_factory=dict)
    traces: dict[str, list[int]] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)  # directive id -> where it was first used
    anchors: dict[str, set[str]] = field(default_factory=dict)  # section slug -> heading ids
    links: list[tuple[Path, int, str]] = field(default_factory=list)  # section:… links, checked at the end
    path: Path = Path()  # of the file being read
    explanations: dict[str, tuple[Block, ...]] = field(default_factory=dict)
    terms_used: int = 0

    # --- the TOML files ---

    def read_files(self) -> None:
        self.glossary = self.optional("glossary.toml", dict[str, Term]) or {}
        listed = self.optional("resources.toml", Resources)
        self.resources = listed.resources if listed else []
        self.stack = self.optional("stack.toml", Stack)
        measured = self.optional("claims.toml", Claims)
        for claim in measured.claims if measured else []:
            self.claims[f"{claim.scenario}/{claim.id}"] = claim
        recorded = self.optional("figures.toml", Recorded)
        if recorded:
            self.figures, self.traces = recorded.figures, recorded.traces
        self.check_files()

    def optional(self, name: str, shape: Any) -> Any:
        path = self.folder / name
        return read_toml(path, shape, self.problems) if path.exists() else None

    def check_files(self) -> None:
        for resource in self.resources:
            self.unique(self.folder / "resources.toml", f'id = "{resource.id}"', f"resource {resource.id}")
            if not resource.link.startswith("https://"):
                self.at("resources.toml", resource.link, f"the link of {resource.id} must start with https://")
        for pattern in self.stack.patterns if self.stack else []:
            if self.stack and len(pattern.cells) != len(self.stack.libraries):
                text = f"{pattern.id} has {len(pattern.cells)} cells for {len(self.stack.libraries)} libraries"
                self.at("stack.toml", f'id = "{pattern.id}"', text)

    def unique(self, path: Path, needle: str, what: str) -> None:
        where = f"{path.name}:{line_containing(path.read_text('utf-8'), needle)}"
        if what in self.ids:
            line = line_containing(path.read_text("utf-8"), needle, last=True)
            self.problems.add(path, line, f"{what} is used twice, first at {self.ids[what]}")
        self.ids.setdefault(what, where)

    def at(self, name: str, needle: str, message: str) -> None:
        path = self.folder / name
        self.problems.add(path, line_containing(path.read_text("utf-8"), needle), message)

    # --- the sections ---

    def read_sections(self) -> tuple[Section, ...]:
        files = {found["slug"]: path for path in sorted(self.folder.glob("*.md")) if (found := FILE.match(path.name))}
        for path in self.folder.glob("*.md"):
            if not FILE.match(path.name):
                self.problems.add(path, 1, "a section's file is called NN-slug.md")
        for slug in files.keys() - {entry.slug for entry in self.contents.sections}:
            self.problems.add(files[slug], 1, f"lesson.toml has no section {slug}")
        sections = [self.read_section(entry, files.get(entry.slug)) for entry in self.contents.sections]
        return tuple(section for section in sections if section is not None)

    def read_section(self, entry: Entry, path: Path | None) -> Section | None:
        self.entry(entry)
        if path is None:
            self.at("lesson.toml", f'slug = "{entry.slug}"', f"there is no NN-{entry.slug}.md")
            return None
        self.path = path
        self.explanations = {}
        reading = Reading(path, self, self.problems)
        blocks = tuple(self.explained(block) for block in reading.blocks())
        self.anchors[entry.slug] = {heading.id for heading in reading.headings}
        self.check_anchors(path, self.anchors[entry.slug])
        return Section(
            entry.slug, entry.title, entry.part, entry.minutes, tuple(entry.objectives), blocks,
            tuple(reading.headings), reading.words,
        )  # fmt: skip

    def check_anchors(self, path: Path, headings: set[str]) -> None:
        """Headings and directives of one page share its ids."""
        for name in sorted(headings):
            where = self.ids.get(f"directive {name}", "")
            if where.startswith(f"{path.name}:"):
                self.problems.add(path, int(where.rpartition(":")[2]), f"the id {name} is also that of a heading")

    def entry(self, entry: Entry) -> None:
        path = self.folder / "lesson.toml"
        if not re.match(SLUG, entry.slug):
            self.at("lesson.toml", entry.slug, f"{entry.slug!r} is not a slug (lower-case words, hyphens)")
        self.unique(path, f'slug = "{entry.slug}"', f"section {entry.slug}")
        known = {objective.id for objective in self.contents.objectives}
        for objective in set(entry.objectives) - known:
            self.at("lesson.toml", f'"{objective}"', f"section {entry.slug} names an unknown objective, {objective}")

    def explained(self, block: Block) -> Block:
        if not isinstance(block, Playground):
            return block
        if block.id not in self.explanations:
            self.problems.add(self.path, block.line, f"the playground {block.id} has no :::: explain {block.id}")
        return replace(block, explanation=self.explanations.get(block.id, ()))

    # --- Resolver: what stands inside the text ---

    def role(self, name: str, content: str, line: int) -> str:
        if name == "term":
            return self.term(content, line)
        if name == "claim":
            return f'<span class="measured">{escape(self.claim(content, line))}</span>'
        if name == "given":
            return f'<span class="given">{escape(content)}</span>'
        self.problems.add(self.path, line, f"there is no role {{{name}}}; known are term, claim and given")
        return escape(content)

    def term(self, word: str, line: int) -> str:
        slug = self.term_slug(word)
        if slug is None:
            self.problems.add(self.path, line, f"the glossary has no entry for “{word}”")
            return escape(word)
        self.terms_used += 1
        card = f"tip-{slug}-{self.terms_used}"
        text = escape(self.glossary[slug].text)
        return (
            f'<span class="gloss"><button type="button" class="term" popovertarget="{card}" aria-describedby="{card}">'
            f'{escape(word)}</button><span class="term__card" role="tooltip" popover id="{card}">{text}</span></span>'
        )

    def term_slug(self, word: str) -> str | None:
        lowered = word.lower()
        for slug, term in self.glossary.items():
            names = [term.term.lower(), slug, *(name.lower() for name in term.names)]
            if lowered in names or lowered.removesuffix("s") in names:
                return slug
        return None

    def claim(self, text: str, line: int) -> str:
        """`scenario/id unit`, or `scenario/id seeds`."""
        name, _, wanted = text.partition(" ")
        self.quote(name, line)
        if wanted == "seeds":
            return str(self.claims[name].seeds) if name in self.claims else NOT_MEASURED
        form = form_of(wanted or "number")
        if form is None:
            self.problems.add(self.path, line, f"{wanted} is none of the units {', '.join(UNITS)}, as in percent:0")
        if form is None or name not in self.figures:
            return NOT_MEASURED
        return written(fmean(self.figures[name]), form.unit, form.digits)

    def quote(self, name: str, line: int) -> None:
        """Note that the text uses a claim: one of its own, or one that the scenario makes."""
        if name not in self.claims:
            scenario_claim = find_claim(name)
            if scenario_claim is None:
                self.problems.add(self.path, line, f"neither claims.toml nor the scenario has a claim {name}")
                return
            self.claims[name] = scenario_claim
        if name not in self.figures:
            self.problems.add(self.path, line, f"{name} has not been measured; run manage.py figures")

    def link(self, href: str, line: int) -> str:
        if href.startswith("section:"):
            target = href.removeprefix("section:")
            self.links.append((self.path, line, target))
            slug, _, anchor = target.partition("#")
            return f"/learn/{self.contents.slug}/{slug}/" + (f"#{anchor}" if anchor else "")
        if not href.startswith(("https://", "/", "#")):
            self.problems.add(self.path, line, f"the link {href} is neither section:…, /… nor https://…")
        return href

    def explain(self, name: str, blocks: tuple[Block, ...], line: int) -> None:
        if f"directive {name}" not in self.ids:
            self.problems.add(self.path, line, f"explain {name} comes before its playground, or has none")
        self.explanations[name] = blocks

    def directive(self, kind: str, name: str, body: str, line: int) -> Block | None:
        if kind in LISTINGS:
            return self.listing(kind, body, line)
        make = {"playground": self.playground, "check": self.check, "figure": self.figure, "code": self.code}.get(kind)
        if make is None:
            self.problems.add(self.path, line, f"there is no directive {kind}")
            return None
        if not re.match(SLUG, name):
            self.problems.add(self.path, line, f"{kind} needs an id of lower-case words and hyphens, not {name!r}")
            return None
        self.note_id(name, line)
        return make(name, body, line)

    def note_id(self, name: str, line: int) -> None:
        what = f"directive {name}"
        if what in self.ids:
            self.problems.add(self.path, line, f"the id {name} is used twice, first at {self.ids[what]}")
        self.ids.setdefault(what, f"{self.path.name}:{line}")

    def parse(self, body: str, shape: type[Any], line: int) -> Any:
        return parse_toml(body, shape, self.path, line + 1, self.problems)

    def listing(self, kind: str, body: str, line: int) -> Listing:
        self.parse(body, Empty, line)
        return Listing(kind)

    def playground(self, name: str, body: str, line: int) -> Block | None:
        spec: PlaygroundSpec | None = self.parse(body, PlaygroundSpec, line)
        if spec and spec.measure.per:
            self.quote(spec.measure.per, line)
        return Playground(name, line, spec) if spec else None

    def check(self, name: str, body: str, line: int) -> Block | None:
        spec = self.parse(body, CheckSpec, line)
        if spec is None:
            return None
        right = sum(option.right for option in spec.options)
        if right == 0 or (right > 1 and not spec.several):
            self.problems.add(self.path, line, f"the check {name} has {right} right answers")
        return Check(name, line, spec)

    def figure(self, name: str, body: str, line: int) -> Block | None:
        spec = self.parse(body, FigureSpec, line)
        if spec is None:
            return None
        path = self.folder / "figures" / spec.file
        if not path.exists():
            self.problems.add(self.path, line, f"there is no figures/{spec.file}")
            return None
        return FigureBlock(name, figures.read_figure(path, f"figure-{name}", self.problems), inline_html(spec.caption))

    def code(self, name: str, body: str, line: int) -> Block | None:
        spec: CodeSpec | None = self.parse(body, CodeSpec, line)
        if spec is None:
            return None
        if spec.claim:
            self.quote(spec.claim, line)
        path = self.root / source.PATTERNS / spec.file
        text, ranges = source.cut(path, spec.symbols, (self.path, line), self.problems)
        ran = frozenset(self.traces.get(name, []))
        lines = source.code_lines(text, ranges, ran)
        whole = text.splitlines()
        copied = "\n".join("\n".join(whole[span.start - 1 : span.stop - 1]) for span in ranges)
        return Code(
            name, f"{source.PATTERNS}/{spec.file}", inline_html(spec.caption), lines, copied, bool(ran), spec.claim
        )

    # --- when everything has been read ---

    def check_links(self) -> None:
        for path, line, target in self.links:
            self.check_target(path, line, target)
        for misconception in self.contents.misconceptions:
            path = self.folder / "lesson.toml"
            line = line_containing(path.read_text("utf-8"), f'"{misconception.section}"')
            self.check_target(path, line, misconception.section)
        for objective in self.contents.objectives:
            if objective.section not in self.anchors:
                self.at("lesson.toml", f'section = "{objective.section}"', f"there is no section {objective.section}")

    def check_target(self, path: Path, line: int, target: str) -> None:
        slug, _, anchor = target.partition("#")
        if slug not in self.anchors:
            self.problems.add(path, line, f"there is no section {slug}")
        elif anchor and anchor not in self.anchors[slug] | (set(self.glossary) if slug == "glossary" else set()):
            self.problems.add(path, line, f"section {slug} has no heading {{#{anchor}}}")


def find_claim(name: str) -> Claim | None:
    """A claim of the scenario itself, as playground/scenarios/<scenario>.toml makes it and its own tests hold it."""
    slug, _, claim_id = name.partition("/")
    scenario = next((known for known in catalogue.all_scenarios() if known.slug == slug), None)
    made = next((claim for claim in scenario.claims if claim.id == claim_id), None) if scenario else None
    if made is None:
        return None
    return Claim(
        scenario=slug, id=made.id, value=made.value, knobs=made.knobs, duration_s=made.duration_s,
        seeds=min(made.seeds, SEEDS_MAX),
        faults=[spelt(fault) for fault in made.faults],
    )  # fmt: skip


def spelt(fault: Fault) -> str:
    """The fault as faults.parse reads it."""
    fields = {name: value for name, value in fault.as_dict().items() if name not in {"service", "kind"}}
    return f"{fault.name}:" + ",".join(f"{name}={'none' if v is None else v}" for name, v in fields.items())


def load_lesson(folder: Path, root: Path, problems: Problems) -> Lesson | None:
    contents = read_toml(folder / "lesson.toml", Contents, problems)
    if contents is None:
        return None
    loader = Loader(folder, root, problems, contents)
    if contents.slug != folder.name:
        loader.at("lesson.toml", "slug", f"the slug {contents.slug} differs from the folder’s name, {folder.name}")
    loader.read_files()
    sections = loader.read_sections()
    loader.check_links()
    return Lesson(
        folder,
        contents,
        sections,
        loader.glossary,
        tuple(loader.resources),
        loader.stack,
        loader.claims,
        loader.figures,
    )
