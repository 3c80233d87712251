"""Papers as PDF: the typesetter is loaded when somebody first wants one, because it is large and most never do."""

from bot.domain.papers import Paper


class PdfPapers:
    """The port `Papers`."""

    def pdf(self, paper: Paper) -> bytes:
        """The paper as a file; the letters that it had to write in another script are told at its end."""
        from bot.adapters.papers import sheet  # noqa: PLC0415  a second of loading that most processes never need

        return sheet.print_out(paper)
