"""The processes that act after a turn: RQ jobs, courier, archivist and clock."""
