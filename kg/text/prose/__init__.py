"""Running text from web text: furniture out, headlines re-cased, what cannot be read told apart."""
