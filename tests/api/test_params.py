"""The models of parameters beyond what their routes show."""

import pytest

from api.params import Params, ScopeParams


def models(base: type[Params]) -> list[type[Params]]:
    return [model for child in base.__subclasses__() for model in (child, *models(child))]


@pytest.mark.parametrize("model", models(Params), ids=lambda model: model.__name__)
def test_the_schema_that_each_request_asks_for_is_made_once_and_true(model: type[Params]) -> None:
    made = model.model_json_schema()
    assert made is model.model_json_schema()
    assert made == super(Params, model).model_json_schema()


def test_a_schema_for_documents_is_made_as_it_is_wanted() -> None:
    wanted = ScopeParams.model_json_schema(ref_template="#/components/schemas/{model}")
    assert wanted == super(Params, ScopeParams).model_json_schema(ref_template="#/components/schemas/{model}")
