"""Every format that is made has a reader of its texts."""

from tests.package.test_m4a import Packaged

from radkind_pod.package.stages import Package
from radkind_pod.package.texts import READERS


def test_every_file_of_sound_tells_all_titles_of_its_chapters(packaged: Packaged, request_: Package) -> None:
    files = packaged()
    assert set(files) == set(READERS)
    for ending, file in files.items():
        texts = {text for _, text in READERS[ending](file)}
        assert {chapter.title for chapter in request_.chapters} <= texts
        assert request_.episode.title in texts
