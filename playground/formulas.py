"""Formulas over measures: how a claim, a drill's objective or a table names a number.

    ghost_charges / offered
    mean(series.goodput, 40, 60) / mean(series.offered, 40, 60)
    services.payment.calls / services.payment.first_calls

Names and dots walk into the measures; `mean`, `sum`, `max`, `min` of a series take an optional first and last second.
The language has numbers, names, + - * / and these functions, and nothing else: a formula cannot do anything.
"""

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

LENGTH_MAX = 300
WITH_SECONDS = 3
"""Arguments of a function that is given a first and a last second."""
OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


FUNCTIONS: dict[str, Callable[[Sequence[float]], float]] = {"mean": _mean, "sum": sum, "max": max, "min": min}


class FormulaError(ValueError):
    """A formula that cannot be read, or that asks for a measure that there is not."""


class Formula:
    """One formula, read and checked once, evaluated as often as wanted."""

    def __init__(self, text: str) -> None:
        self.text = text
        if len(text) > LENGTH_MAX:
            raise FormulaError(f"a formula has at most {LENGTH_MAX} characters")
        try:
            self._tree = ast.parse(text, mode="eval").body
        except SyntaxError:
            raise FormulaError(f"cannot read the formula {text!r}") from None
        self._check(self._tree)

    def __call__(self, measures: Mapping[str, Any]) -> float | None:
        """The value; None where a measure in it has no value or a share has nothing to be a share of."""
        try:
            return float(self._value(self._tree, measures))
        except (ZeroDivisionError, TypeError):
            return None

    @property
    def reaches_s(self) -> float:
        """The last second of a series that it asks for, in virtual seconds; 0 where it names none."""
        calls = [node for node in ast.walk(self._tree) if isinstance(node, ast.Call) and len(node.args) == WITH_SECONDS]
        return max((_seconds(node)[1] for node in calls), default=0)

    def check_against(self, measures: Mapping[str, Any]) -> None:
        """Raises FormulaError unless each name is one of these measures: a number, or within a function a series."""
        self._fits(self._tree, measures, series=False)

    def _fits(self, node: ast.expr, measures: Mapping[str, Any], *, series: bool) -> None:
        if isinstance(node, ast.BinOp) and not series:
            self._fits(node.left, measures, series=False)
            self._fits(node.right, measures, series=False)
        elif isinstance(node, ast.Call) and not series:
            self._fits(node.args[0], measures, series=True)
        elif isinstance(node, ast.Attribute | ast.Name):
            path = ast.unparse(node)
            value = self._walk(path, measures)
            if isinstance(value, Mapping) or isinstance(value, list) is not series:
                raise FormulaError(f"{path} is not {'a series' if series else 'a number'}: {self.text!r}")
        elif series:
            raise FormulaError(f"{ast.unparse(node)!r} is not a series: {self.text!r}")

    def _check(self, node: ast.expr) -> None:
        if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
            self._check(node.left)
            self._check(node.right)
        elif isinstance(node, ast.Call):
            self._check_call(node)
        elif isinstance(node, ast.Attribute):
            self._check(node.value)
        elif not isinstance(node, ast.Name) and not _is_number(node):
            raise FormulaError(f"{ast.unparse(node)!r} has no place in a formula: {self.text!r}")

    def _check_call(self, node: ast.Call) -> None:
        if not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS or node.keywords:
            raise FormulaError(f"the functions are {', '.join(FUNCTIONS)}: {self.text!r}")
        if len(node.args) not in (1, WITH_SECONDS) or not all(map(_is_number, node.args[1:])):
            raise FormulaError(f"{node.func.id} takes a series and, if wanted, two seconds: {self.text!r}")
        self._check(node.args[0])

    def _value(self, node: ast.expr, measures: Mapping[str, Any]) -> Any:
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.BinOp):
            return OPERATORS[type(node.op)](self._value(node.left, measures), self._value(node.right, measures))
        if isinstance(node, ast.Call):
            return self._reduce(node, measures)
        return self._walk(ast.unparse(node), measures)

    def _reduce(self, node: ast.Call, measures: Mapping[str, Any]) -> float:
        series = self._value(node.args[0], measures)
        if len(node.args) == WITH_SECONDS:
            first, last = _seconds(node)
            series = series[first:last]
        if not series:
            raise FormulaError(f"{ast.unparse(node)} is empty: the run was too short")
        return FUNCTIONS[ast.unparse(node.func)](series)

    def _walk(self, path: str, measures: Mapping[str, Any]) -> Any:
        value: Any = measures
        for name in path.split("."):
            if not isinstance(value, Mapping) or name not in value:
                raise FormulaError(f"there is no measure {path}")
            value = value[name]
        return value


def _seconds(node: ast.Call) -> tuple[int, int]:
    first, last = (int(ast.literal_eval(argument)) for argument in node.args[1:])
    return first, last


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool)
