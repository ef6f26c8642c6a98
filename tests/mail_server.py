"""A real SMTP server that takes mail, or behaves as bad ones do."""

import asyncio
import email
import socket
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from email.message import Message
from email.policy import default
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

TAKEN = "250 OK"


class Behaviour:
    """What the server answers; by default it takes everything. Each may be replaced by a test."""

    def __init__(self) -> None:
        self.well()
        self.taken: list[Message] = []
        self.sent_to: list[list[str]] = []
        self.connections = 0
        self.transports: list[Any] = []
        self.lock = threading.Lock()

    def well(self) -> None:
        self.to_recipient: Callable[[str], str] = lambda _address: TAKEN
        self.to_data: Callable[[], str] = lambda: TAKEN
        self.waits = 0.0
        # Whose mail is not answered for now.
        self.holds: Callable[[str], bool] = lambda _address: False
        self.drops_line = False
        # What it has taken it has, whether whoever sent it learns of that or not.
        self.keeps_its_answer = False

    async def handle_EHLO(  # noqa: N802 (the name is aiosmtpd's)
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: Any
    ) -> Any:
        session.host_name = hostname
        self.connections += 1
        self.transports.append(server.transport)
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        answer = self.to_recipient(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        while any(map(self.holds, envelope.rcpt_tos)):
            await asyncio.sleep(0.02)
        if self.waits:
            await asyncio.sleep(self.waits)
        if self.drops_line:
            server.transport.close()
            return TAKEN
        answer = self.to_data()
        if answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            with self.lock:
                self.taken.append(email.message_from_bytes(envelope.content, policy=default))
                self.sent_to.append(list(envelope.rcpt_tos))
        while self.keeps_its_answer:
            await asyncio.sleep(0.02)
        return answer


class MailServer(AbstractContextManager["MailServer"]):
    """On a port of this machine; stopped at the end."""

    def __init__(self) -> None:
        self.behaviour = Behaviour()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.controller = Controller(self.behaviour, hostname="127.0.0.1", port=self.port)

    def __enter__(self) -> Self:
        self.controller.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.controller.stop()

    def behaves(self) -> None:
        """From now on, whatever it did before."""
        self.behaviour.well()

    @property
    def taken(self) -> list[Any]:
        return self.behaviour.taken
