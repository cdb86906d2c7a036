"""`vdoma lists …`: the same reading and report as in the chat, for long files and for scripts."""
