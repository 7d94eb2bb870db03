"""The commands of `kg`, by what they are for; each module is loaded when one of its commands is called."""
