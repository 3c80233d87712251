"""The chat on other people's pages: which sites may show it, how it looks there, and whose talk it goes on with."""
