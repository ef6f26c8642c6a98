from typing import Any

from gunicorn.glogging import Logger

from conference.requests.log_lines import LineFormatter


class WebLog(Logger):  # type: ignore[misc]
    """The web server's own lines, written as all others.

    What breaks off once Django has handed over its answer is logged by the server alone.
    """

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(LineFormatter())
