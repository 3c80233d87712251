"""Documents as YAML, of which JSON is a part."""

from typing import Any

import msgspec

from bot.adapters.data.catalogue import to_yaml
from bot.adapters.data.plain import plain_yaml


class YamlDocuments:
    """The port `Documents`."""

    def read(self, text: bytes) -> Any:
        """The plain data of YAML or JSON; raises `InvalidError` when it is neither."""
        return plain_yaml(text)

    def write(self, data: Any) -> str:
        """Plain data as YAML."""
        return to_yaml(msgspec.json.encode(data))
