"""Addresses that open something do not get into the log with their secret."""

import logging
import re

SECRET = re.compile(r"(/(?:host|projector|resume)/)[^/\s'\"]{16,}")


class BlankSecrets(logging.Filter):
    """Django logs the paths of requests that it refuses, those with a private link's secret included."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        blanked = SECRET.sub(r"\1…", message)
        if blanked != message:
            record.msg, record.args = blanked, ()
        return True
