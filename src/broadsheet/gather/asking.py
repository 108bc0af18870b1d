"""How papers are asked in, a client that asks so out."""

import msgspec

from ..net.client import Client, Limits, agent
from ..net.guard import Guard
from .fetch import PATIENCE


class Manners(msgspec.Struct, frozen=True, kw_only=True):
    """How papers are asked. *pace* in seconds stands in place of every profile's own; 0: each has its own. *contact*: whom papers may write to.

    *allow_private* opens loopback and private networks, *opened* single addresses of them.
    """

    pace: float = 0.0
    allow_private: bool = False
    opened: frozenset[str] = frozenset()
    contact: str = ""
    patience: float = PATIENCE
    limits: Limits = Limits()

    def guard(self) -> Guard:
        """The address guard."""
        return Guard(self.opened, self.allow_private)

    def client(self) -> Client:
        """A client with these manners."""
        return Client(self.guard(), user_agent=agent(self.contact), limits=self.limits)
