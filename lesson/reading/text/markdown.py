"""Markdown to blocks: prose is rendered and sanitised, each directive becomes a value of blocks.py.

::: kind id        a directive; its body is TOML, declared in schema.py
:::: explain id    Markdown, shown once the playground `id` has run; may hold directives
{term}`retry`      a word of the glossary
{claim}`a/b/c`     a measured number, from figures.toml
{given}`0.1`       a number that the text itself stipulates, so that it needs no source
## Title {#id}     every heading has an id of its own, because people link to it
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any, Protocol

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from lesson.reading.text.blocks import Block, Heading, Prose
from lesson.reading.text.problems import Problems
from lesson.reading.text.source import highlighted

HEADING_ID = re.compile(r"\s*\{#([a-z0-9-]+)\}\s*$")
NUMBER = re.compile(r"(?<![A-Za-z\d])\d")  # not the 99 of p99
TAGS = {
    "p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote", "a", "span", "sup", "hr",
    "br", "button", "table", "thead", "tbody", "tr", "th", "td", "div", "section",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"id", "class"},
    "a": {"href", "aria-describedby", "aria-label", "role"},
    "button": {"type", "popovertarget", "aria-describedby"},
    "span": {"role", "popover"},
    "pre": {"tabindex", "aria-label", "role"},
    "section": {"aria-label"},
    "ol": {"start"},
}


class Resolver(Protocol):
    """What the words around a passage mean; see library.py."""

    def role(self, name: str, content: str, line: int) -> str: ...
    def link(self, href: str, line: int) -> str: ...
    def directive(self, kind: str, name: str, body: str, line: int) -> Block | None: ...
    def explain(self, name: str, blocks: tuple[Block, ...], line: int) -> None: ...


@dataclass
class Reading:
    """One Markdown file being read."""

    path: Path
    resolver: Resolver
    problems: Problems
    headings: list[Heading] = field(default_factory=list)
    words: int = 0
    source: list[str] = field(default_factory=list)

    def blocks(self) -> tuple[Block, ...]:
        text = self.path.read_text("utf-8")
        self.source = text.splitlines()
        environment: dict[str, Any] = {"reading": self}
        tokens = PARSER.parse(text, environment)
        self._prepare(tokens)
        return tuple(self._split(tokens, environment))

    def line_of(self, token: Token, needle: str = "") -> int:
        first, last = token.map or (0, 1)
        for number in range(first, min(last, len(self.source))):
            if needle and needle in self.source[number]:
                return number + 1
        return first + 1

    # --- before rendering: headings, links and roles get their meaning ---

    def _prepare(self, tokens: Sequence[Token]) -> None:
        in_notes = False
        for before, token in zip([None, *tokens], tokens, strict=False):
            in_notes = in_notes or token.type == "footnote_block_open"
            if token.type != "inline":
                continue
            if before is not None and before.type == "heading_open":
                self._heading(before, token)
            for child in token.children or []:
                self._resolve(child, token)
            if not in_notes:  # a note is the source
                self._count(token)

    def _heading(self, opening: Token, inline: Token) -> None:
        found = HEADING_ID.search(inline.content)
        if not found:
            self.problems.add(self.path, self.line_of(inline), "a heading needs an id: ## Title {#id}")
            return
        last = (inline.children or [])[-1]
        last.content = HEADING_ID.sub("", last.content)
        opening.attrSet("id", found[1])
        if any(heading.id == found[1] for heading in self.headings):
            self.problems.add(self.path, self.line_of(inline), f"the heading id {found[1]} is used twice")
        self.headings.append(Heading(int(opening.tag[1]), found[1], HEADING_ID.sub("", inline.content)))

    def _resolve(self, child: Token, inline: Token) -> None:
        if child.type == "myst_role":
            line = self.line_of(inline, f"{{{child.meta['name']}}}`{child.content}`")
            child.meta["html"] = self.resolver.role(child.meta["name"], child.content, line)
        elif child.type == "link_open":
            href = str(child.attrGet("href"))
            child.attrSet("href", self.resolver.link(href, self.line_of(inline, href)))

    def _count(self, inline: Token) -> None:
        """Words, and numbers without a source: those outside roles and code, in a passage without a footnote."""
        children = inline.children or []
        texts = [child.content for child in children if child.type == "text"]
        self.words += len(" ".join(texts).split())
        sourced = any(child.type == "footnote_ref" for child in children)
        if not sourced and any(NUMBER.search(text) for text in texts):
            number = next(text for text in texts if NUMBER.search(text))
            line = self.line_of(inline, number)
            self.problems.add(self.path, line, f"a number without a source: “{number.strip()[:60]}”")

    # --- rendering ---

    def _split(self, tokens: Sequence[Token], environment: dict[str, Any]) -> Iterator[Block]:
        """Prose between directives is one block each; an `explain` container is handed to its playground."""
        pending: list[Token] = []
        remaining = iter(tokens)
        for token in remaining:
            if token.type == "colon_fence":
                yield from self._prose(pending, environment)
                pending = []
                block = self._directive(token)
                if block is not None:
                    yield block
            elif token.type == "container_explain_open":
                yield from self._prose(pending, environment)
                pending = []
                inside = list(_until(remaining, "container_explain_close"))
                name = token.info.split()[-1]
                self.resolver.explain(name, tuple(self._split(inside, environment)), self.line_of(token))
            else:
                pending.append(token)
        yield from self._prose(pending, environment)

    def _prose(self, tokens: list[Token], environment: dict[str, Any]) -> Iterator[Prose]:
        if tokens:
            html = PARSER.renderer.render(tokens, PARSER.options, environment)
            yield Prose(sanitised(html))

    def _directive(self, token: Token) -> Block | None:
        kind, *rest = token.info.split()
        return self.resolver.directive(kind, " ".join(rest), token.content, self.line_of(token))


def _until(tokens: Iterator[Token], closing: str) -> Iterator[Token]:
    for token in tokens:
        if token.type == closing:
            return
        yield token


def sanitised(html: str) -> str:
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, link_rel=None, url_schemes={"https"})


def inline_html(text: str) -> str:
    """A caption or an answer: emphasis and code, nothing else."""
    return sanitised(PARSER.renderInline(text, {}))


def block_html(text: str) -> str:
    """A short piece of its own, such as a question: paragraphs, lists and code."""
    return sanitised(PARSER.render(text, {}))


def _render_role(renderer: Any, tokens: Sequence[Token], index: int, options: Any, environment: Any) -> str:
    token = tokens[index]
    return str(token.meta.get("html", escape(token.content)))


def _render_fence(renderer: Any, tokens: Sequence[Token], index: int, options: Any, environment: Any) -> str:
    token = tokens[index]
    language = token.info.strip() or "text"
    code = highlighted(token.content, language)
    return f'<div class="code"><pre tabindex="0" role="region" aria-label="Code"><code>{code}</code></pre></div>\n'


def _render_heading_close(renderer: Any, tokens: Sequence[Token], index: int, options: Any, environment: Any) -> str:
    """Each heading ends with a link to itself."""
    opening = next(token for token in reversed(tokens[:index]) if token.type == "heading_open")
    anchor = opening.attrGet("id") or ""
    link = f'<a class="anchor" href="#{anchor}" aria-label="Link to this passage">#</a>' if anchor else ""
    return f"{link}</{tokens[index].tag}>\n"


def _render_footnote_caption(renderer: Any, tokens: Sequence[Token], index: int, options: Any, environment: Any) -> str:
    return str(tokens[index].meta["id"] + 1)


def _render_footnotes_open(renderer: Any, tokens: Sequence[Token], index: int, options: Any, environment: Any) -> str:
    return '<section class="footnotes" aria-label="Notes">\n<ol>\n'


def _render_footnote_back(renderer: Any, tokens: Sequence[Token], index: int, options: Any, environment: Any) -> str:
    number = tokens[index].meta["id"] + 1
    return f' <a href="#fnref{number}" class="footnote-back" aria-label="Back to the text">↩</a>'


def _render_footnote_ref(renderer: Any, tokens: Sequence[Token], index: int, options: Any, environment: Any) -> str:
    meta = tokens[index].meta
    number, again = meta["id"] + 1, meta.get("subId", 0)
    anchor = f"fnref{number}" + (f"-{again}" if again else "")
    return (
        f'<sup class="footnote-ref"><a href="#fn{number}" id="{anchor}" aria-label="Note {number}">{number}</a></sup>'
    )


def build_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable(["table"])
    parser.use(container_plugin, "explain").use(colon_fence_plugin).use(myst_role_plugin).use(footnote_plugin)
    parser.add_render_rule("myst_role", _render_role)
    parser.add_render_rule("fence", _render_fence)
    parser.add_render_rule("heading_close", _render_heading_close)
    parser.add_render_rule("footnote_ref", _render_footnote_ref)
    parser.add_render_rule("footnote_anchor", _render_footnote_back)
    parser.add_render_rule("footnote_caption", _render_footnote_caption)
    parser.add_render_rule("footnote_block_open", _render_footnotes_open)
    return parser


PARSER = build_parser()
