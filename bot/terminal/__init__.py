"""`vdoma lists …`: the same reading and findings as in the chat, for long files and for scripts."""
