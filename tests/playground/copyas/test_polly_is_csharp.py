"""A real C# grammar reads it without an error, and every option it sets is one that Polly 8 has."""

import re

import pytest
import tree_sitter_c_sharp
from hypothesis import given
from hypothesis import settings as examples
from tree_sitter import Language, Node, Parser

from playground.copyas import polly
from tests.playground.copyas.conftest import any_settings

CSHARP = Parser(Language(tree_sitter_c_sharp.language()))
OPTIONS = {
    "TimeoutStrategyOptions": {"Timeout"},
    "RetryStrategyOptions": {
        "ShouldHandle", "MaxRetryAttempts", "BackoffType", "UseJitter", "Delay", "MaxDelay", "DelayGenerator",
    },
    "HedgingStrategyOptions": {"ShouldHandle", "Delay", "MaxHedgedAttempts"},
    "CircuitBreakerStrategyOptions": {
        "ShouldHandle", "FailureRatio", "SamplingDuration", "MinimumThroughput", "BreakDuration",
    },
    "FallbackStrategyOptions": {"ShouldHandle", "FallbackAction"},
}  # fmt: skip
"""From the public interface of Polly.Core 8."""


def text_of(settings) -> str:
    (file,) = polly.copy(settings).files
    return file.text


def nodes(node: Node, kind: str) -> list[Node]:
    found = [node] if node.type == kind else []
    return found + [inner for child in node.children for inner in nodes(child, kind)]


def set_options(text: str) -> list[tuple[str, set[str]]]:
    """(class, names set) for every `new …Options { … }`."""
    found = []
    for created in nodes(CSHARP.parse(text.encode()).root_node, "object_creation_expression"):
        options = re.match(r"\w+", created.child_by_field_name("type").text.decode())[0]
        initializer = created.child_by_field_name("initializer")
        if initializer is not None:
            names = {each.children[0].text.decode() for each in initializer.children
                     if each.type == "assignment_expression"}  # fmt: skip
            found.append((options, names))
    return found


def test_the_grammar_finds_an_error_where_there_is_one():
    assert CSHARP.parse(b"class A { int Broken( }").root_node.has_error


def test_it_parses(settings):
    assert not CSHARP.parse(text_of(settings).encode()).root_node.has_error


@given(settings=any_settings())
@examples(max_examples=60)
def test_whatever_is_set_it_parses_and_sets_what_polly_has(settings):
    text = text_of(settings)
    assert not CSHARP.parse(text.encode()).root_node.has_error
    for options, names in set_options(text):
        assert names <= OPTIONS[options]


def test_every_method_that_is_called_is_there(settings):
    text = text_of(settings)
    called = set(re.findall(r"(?<![.\w])(WorthRetrying|DependencyFailed|Failed|Pause)\(", text))
    defined = set(re.findall(r"private static \w+ (\w+)\(", text)) - {"Build"}
    assert called == defined | (called & defined)
    assert defined <= called


def test_polly_counts_retries_where_we_count_attempts(set_up):
    assert "MaxRetryAttempts = 3," in text_of(set_up(retry__max_attempts=4))
    assert "AddRetry" not in text_of(set_up(retry__max_attempts=1))
    assert "MaxRetryAttempts = int.MaxValue," in text_of(set_up(retry__max_attempts=None))


def test_strategies_are_added_in_the_order_of_the_patterns(set_up):
    on = {f"{pattern}__enabled": True for pattern in ("timeout", "breaker", "bulkhead", "hedging")}
    order = ["breaker", "retry", "timeout", "bulkhead", "hedging", "deadline", "shedding"]
    text = text_of(set_up(patterns__order=order, **on))
    added = re.findall(r"builder\.Add(\w+)\(", text)
    assert added == ["CircuitBreaker", "Retry", "Timeout", "ConcurrencyLimiter", "Hedging", "Timeout"]


@pytest.mark.parametrize(
    ("jitter", "expression"),
    [
        ("full", "grown * Random"),
        ("equal", "(grown / 2) +"),
        ("none", "pause = grown;"),
        ("decorrelated", "3 * previous"),
    ],
)
def test_each_jitter_is_written_out(set_up, jitter, expression):
    assert expression in text_of(set_up(retry__jitter=jitter))


def test_pollys_own_growth_is_used_where_it_means_the_same(set_up):
    text = text_of(set_up(retry__honour_retry_after=False))
    assert "BackoffType = DelayBackoffType.Exponential," in text
    assert "Pause" not in text
    assert "Math.Pow(3, args.AttemptNumber)" in text_of(set_up(retry__honour_retry_after=False, retry__multiplier=3))
