"""The tools that settings can be copied to. A new one is a module with `copy`, and a line here."""

from collections.abc import Callable

import msgspec

from playground.copyas import aws_sdk, envoy, grpc, polly, resilience4j, stamina, tenacity
from playground.copyas.copied import Copied
from playground.knobs import Settings


class Target(msgspec.Struct, frozen=True):
    """`kind` says in a word or two what one gets."""

    slug: str
    title: str
    kind: str
    copy: Callable[[Settings], Copied]


TARGETS: dict[str, Target] = {
    target.slug: target
    for target in (
        Target("polly", "Polly", "C#, Polly 8", polly.copy),
        Target("resilience4j", "resilience4j", "Spring Boot YAML", resilience4j.copy),
        Target("envoy", "Envoy", "bootstrap YAML", envoy.copy),
        Target("grpc", "gRPC", "service config JSON", grpc.copy),
        Target("aws-sdk", "AWS SDK", "shared config and botocore", aws_sdk.copy),
        Target("tenacity", "tenacity", "Python", tenacity.copy),
        Target("stamina", "stamina", "Python", stamina.copy),
    )
}
