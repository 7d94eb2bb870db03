"""Later mentions to earlier ones: surnames, pronouns and descriptions, by rule inside one article."""
