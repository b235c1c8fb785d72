"""Where a figure was read."""

from __future__ import annotations

from knowledge.checked import Checked


class Source(Checked):
    """A document, page, package or data set that figures rest on.

    `url` is an address or, for data inside an installed package, "package NAME". An empty `url` means that the page
    read has no public name: such a source is shown without a link, and never as strong evidence. `note` is what was
    read there, for whoever keeps the data; people are shown the title.
    """

    id: str
    title: str
    note: str = ""
    url: str = ""
    date: str = ""

    @property
    def is_web(self) -> bool:
        """Whether the address can be opened in a browser."""
        return self.url.startswith(("https://", "http://"))

    @property
    def citation(self) -> str:
        """Title and address in one line."""
        return f"{self.title} ({self.url})" if self.url else self.title
