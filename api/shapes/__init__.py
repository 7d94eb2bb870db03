"""The shapes of answers, for the OpenAPI document; tests hold every answer to them."""
