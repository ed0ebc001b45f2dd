from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.web.filled import configured, fill
from tests.web.serving import Served, serve


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A site with a dozen entries, for tests that only read."""
    folder = tmp_path_factory.mktemp("site")
    loaded = configured(folder)
    served = serve(fill(folder, loaded), loaded)
    yield served
    served.close()
