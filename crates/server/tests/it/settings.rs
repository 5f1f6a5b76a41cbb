//! Settings: refused by name, printed without secrets; the doctor's verdicts.

use crate::stage::workloop;

#[test]
fn a_bad_setting_stops_the_start_with_its_name() {
    let folder = tempfile::tempdir().unwrap();
    for (name, value) in [
        ("WORKLOOP_LISTN", "x"),
        ("WORKLOOP_LISTEN", "eighty"),
        ("WORKLOOP_DATABASE_URL", "postgres://db"),
        ("WORKLOOP_SECRET", "short"),
    ] {
        let output = workloop(folder.path()).env(name, value).arg("serve").output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && said.contains(name), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}

#[test]
fn settings_come_from_a_file_too_and_secrets_are_hidden() {
    let folder = tempfile::tempdir().unwrap();
    let secret = "0123456789abcdef0123456789abcdef";
    std::fs::write(folder.path().join(".env"), format!("WORKLOOP_UPLOAD_MIB=7\nWORKLOOP_SECRET={secret}\n"))
        .unwrap();
    let output = workloop(folder.path()).arg("config").output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("WORKLOOP_UPLOAD_MIB=7") && !said.contains(secret), "{said}");
}

#[test]
fn the_doctor_finds_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let well = workloop(folder.path()).arg("doctor").output().unwrap();
    assert!(well.status.success(), "{}", String::from_utf8_lossy(&well.stdout));
    std::fs::write(folder.path().join("data/secret"), "0123456789abcdef0123456789abcdef").unwrap();
    let ill = workloop(folder.path()).arg("doctor").output().unwrap();
    let said = String::from_utf8_lossy(&ill.stdout).into_owned();
    assert!(!ill.status.success() && said.contains("FAIL  secret"), "{said}");
}

#[test]
fn the_doctor_of_an_account_says_what_it_lacks_to_look() {
    let folder = tempfile::tempdir().unwrap();
    // Nobody answers there.
    let nowhere = [("AWS_ENDPOINT_URL", "http://127.0.0.1:1"), ("AWS_EC2_METADATA_DISABLED", "true")];
    let key = [("AWS_ACCESS_KEY_ID", "key"), ("AWS_SECRET_ACCESS_KEY", "hidden-key")];
    let region = ["--region", "eu-central-1"];
    for (arguments, environment, says) in [
        (&["--domain", "chat.example.com"][..], &key[..], "no region is known"),
        (&region, &key, "say --domain"),
        (&["--domain", "chat.example.com", region[0], region[1]], &[], "no credentials"),
        (
            &["--domain", "chat.example.com", region[0], region[1]],
            &key,
            "sts:GetCallerIdentity answered Unreachable",
        ),
        (&["--domain", "chat.example.com", "--region", "cn-north-1"], &key, "China"),
    ] {
        let mut program = workloop(folder.path());
        program.args(["doctor", "--aws"]).args(arguments).env("HOME", folder.path());
        let output = program.envs(nowhere).envs(environment.iter().copied()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            !output.status.success() && said.contains(says) && !said.contains("hidden-key"),
            "{says}: {said}"
        );
    }
}
