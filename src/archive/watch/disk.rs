//! Detects network file systems, which never notify of changes made by other machines (S36).

use std::path::Path;

/// Linux's magic numbers of file systems on a network or in user space.
#[cfg(any(target_os = "linux", test))]
const ELSEWHERE: [(u32, &str); 12] = [
    (0x6969, "NFS"),
    (0x517b, "SMB"),
    (0xff53_4d42, "CIFS"),
    (0xfe53_4d42, "SMB"),
    (0x6573_5546, "FUSE"),
    (0x0102_1997, "9p"),
    (0x00c3_6400, "Ceph"),
    (0x5346_414f, "AFS"),
    (0x7375_7245, "Coda"),
    (0x0bd0_0bd0, "Lustre"),
    (0x564c, "NCP"),
    (0x786f_4256, "vboxsf"),
];

/// The name of the network file system that a folder is on, if any.
#[cfg(target_os = "linux")]
pub(super) fn network(folder: &Path) -> Option<&'static str> {
    let stat = rustix::fs::statfs(folder).ok()?;
    // The field's width and sign depend on the architecture.
    #[allow(clippy::unnecessary_cast)]
    named(stat.f_type as u64)
}

/// Not detected on other systems.
#[cfg(not(target_os = "linux"))]
pub(super) fn network(_: &Path) -> Option<&'static str> {
    None
}

#[cfg(any(target_os = "linux", test))]
fn named(number: u64) -> Option<&'static str> {
    ELSEWHERE.iter().find(|(known, _)| *known == number as u32).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn network_file_systems_s36() {
        for (number, expected) in [
            (0x6969, Some("NFS")),
            (0xff53_4d42, Some("CIFS")),
            // Sign-extended.
            (0xffff_ffff_ff53_4d42, Some("CIFS")),
            (0x6573_5546, Some("FUSE")),
            (0x0102_1997, Some("9p")),
            // ext4, tmpfs, overlayfs.
            (0xef53, None),
            (0x0102_1994, None),
            (0x794c_7630, None),
        ] {
            assert_eq!(named(number), expected, "{number:x}");
        }
        assert_eq!(network(Path::new("/nowhere")), None);
    }
}
