"""Everything that speaks SQL: keeps the promises of bot.ports."""
