"""A database is not kept where several computers, or a cloud, would lay hands on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.domain.errors import UnsafeFolder
from desk.store import folders
from desk.store.database import Database

# Lines of /proc/self/mountinfo as Linux writes them, with and without optional fields.
MOUNTS = r"""
22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda rw
36 22 0:32 / /home rw,relatime shared:2 master:1 - btrfs /dev/vdb rw
41 22 0:40 / /srv rw,nosuid - nfs4 nas:/srv rw,vers=4.2
42 22 0:41 / /srv/local rw - xfs /dev/vdc rw
43 22 0:42 / /media/front\040desk rw shared:3 - cifs //nas/desk rw
44 22 0:43 / /mnt/c rw - 9p drvfs rw
45 36 0:44 / /home/ann/remote rw - fuse.sshfs ann@nas: rw
46 22 0:45 / /mnt/twice rw - ext4 /dev/vdd rw
47 22 0:46 / /mnt/twice rw - smb3 //nas/twice rw
""".strip()


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/", "ext4"),
        ("/var/lib/desk", "ext4"),
        ("/home/ann", "btrfs"),
        ("/home/ann/remote/desk", "fuse.sshfs"),
        ("/srv/desk", "nfs4"),
        ("/srv/local/desk", "xfs"),
        ("/srvice", "ext4"),
        ("/media/front desk", "cifs"),
        ("/mnt/c/Users/Ann", "9p"),
        ("/mnt/twice", "smb3"),
    ],
)
def test_the_file_system_is_that_of_the_nearest_mount(folder: str, kind: str) -> None:
    assert folders.file_system(Path(folder), MOUNTS) == kind


def test_a_network_drive_is_refused_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"{MOUNTS}\n50 22 0:50 / {tmp_path} rw - nfs4 nas:/desk rw\n")
    monkeypatch.setattr(folders, "_MOUNTS", mounts)

    with pytest.raises(UnsafeFolder, match="nfs4"):
        Database(f"sqlite:///{tmp_path}/desk.db")

    assert list(tmp_path.iterdir()) == [mounts]


@pytest.mark.parametrize(
    "cloud",
    [
        "Dropbox",
        "Dropbox (Personal)",
        "OneDrive",
        "OneDrive - Clinic",
        "Google Drive",
        "GoogleDrive",
        "My Drive",
        "iCloud Drive",
        "iCloudDrive",
        "Mobile Documents",
        "CloudStorage",
        "Nextcloud",
    ],
)
def test_a_folder_that_is_copied_to_a_cloud_is_refused(tmp_path: Path, cloud: str) -> None:
    folder = tmp_path / cloud / "desk"
    folder.mkdir(parents=True)

    with pytest.raises(UnsafeFolder, match="cloud"):
        Database(f"sqlite:///{folder}/desk.db")

    assert list(folder.iterdir()) == []


def test_a_link_does_not_hide_where_the_folder_is(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "safe").symlink_to(tmp_path / "Dropbox")

    with pytest.raises(UnsafeFolder):
        Database(f"sqlite:///{tmp_path}/safe/desk.db")


@pytest.mark.parametrize("name", ["Dropboxes", "clouds", "drive", "front desk", "my drives"])
def test_other_folders_are_as_good_as_any(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()

    Database(f"sqlite:///{tmp_path / name}/desk.db").close()
