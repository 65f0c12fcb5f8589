"""Every destination does on a real server what all of them must do."""

import pytest
from tests.publish.destinations.behaviour import Behaviour, Folders, Open
from tests.system.destinations.conftest import KINDS
from tests.system.destinations.reach import Reach

pytestmark = pytest.mark.system


@pytest.mark.parametrize("reach", KINDS, indirect=True)
class TestRealServers(Behaviour):
    @pytest.fixture
    def open_(self, reach: Reach) -> Open:
        return reach.open

    @pytest.fixture
    def folders(self, reach: Reach) -> Folders:
        return reach.folders
