"""A start loads the tables it needs and no more, so each module of tables brings along those it refers to."""

from types import ModuleType

import pytest

from lac_tracker.storage.tables import every

MODULES = [module for module in vars(every).values() if isinstance(module, ModuleType)]
HOME = {
    mapper.class_.__tablename__: mapper.class_.__module__ for mapper in every.Base.registry.mappers
}  # table → module


def brought_along(module: ModuleType) -> set[str]:
    inner = [one for one in vars(module).values() if isinstance(one, ModuleType) and one in MODULES]
    return {module.__name__}.union(*(brought_along(one) for one in inner))


@pytest.mark.parametrize("table", sorted(every.Base.metadata.tables))
def test_every_table_referred_to_is_known_with_the_table(table):
    here = next(module for module in MODULES if module.__name__ == HOME[table])
    needed = {HOME[key.column.table.name] for key in every.Base.metadata.tables[table].foreign_keys}
    assert needed <= brought_along(here)
