//! A role that may little, for servers only; no user with keys that never end.

use crate::cli::doctor::aws::{
    facts::Facts,
    policy::Statement,
    read::identity::Role,
    verdict::{Check, Known, known},
};

pub const CHECKS: &[Check] = &[
    Check {
        name: "identity.role",
        promise: "servers have a role, which nobody but servers can take",
        remedy: "terraform apply sets the role and its trust again",
        look: role,
    },
    Check {
        name: "identity.no-wildcard",
        promise: "the role's actions are named one by one",
        remedy: "detach the policy that Terraform didn't attach, then terraform apply",
        look: no_wildcard,
    },
    Check {
        name: "identity.files-only",
        promise: "of S3 the role may use the bucket of files only, and objects only beneath media/",
        remedy: "detach the policy that Terraform didn't attach, then terraform apply",
        look: files_only,
    },
    Check {
        name: "identity.no-user",
        promise: "no user may do anything to any bucket",
        remedy: "detach AmazonS3FullAccess, delete the user's access keys: servers have a role",
        look: no_user,
    },
];

fn role(facts: &Facts) -> Known<Vec<String>> {
    let without = known(&facts.servers.running)?.iter().filter(|server| server.profile.is_empty());
    let mut findings: Vec<String> = without.map(|server| format!("{} has none", server.id)).collect();
    if let (Err(_), false) = (&facts.identity.roles, findings.is_empty()) {
        return Ok(findings);
    }
    for role in known(&facts.identity.roles)? {
        let others = role.trust.iter().filter(|it| it.allows).flat_map(|it| &it.principals);
        let others = others.filter(|whom| *whom != "Service:ec2.amazonaws.com");
        findings.extend(others.map(|whom| format!("{} can also be taken by {whom}", role.name)));
    }
    Ok(findings)
}

/// Each sentence that allows something, with the policy it stands in.
fn allowed(role: &Role) -> impl Iterator<Item = (&str, &Statement)> {
    role.policies
        .iter()
        .flat_map(|policy| policy.statements.iter().map(move |it| (policy.name.as_str(), it)))
        .filter(|(_, statement)| statement.allows)
}

fn no_wildcard(facts: &Facts) -> Known<Vec<String>> {
    let mut findings = Vec::new();
    for role in known(&facts.identity.roles)? {
        for (policy, statement) in allowed(role) {
            if statement.is_inverted {
                findings.push(format!("{policy} of {} allows all but what it names", role.name));
            }
            let wild = statement.actions.iter().filter(|action| action.contains('*'));
            findings.extend(wild.map(|action| format!("{policy} of {} allows {action}", role.name)));
        }
    }
    Ok(findings)
}

fn files_only(facts: &Facts) -> Known<Vec<String>> {
    let bucket = format!(":s3:::{}", facts.files.name);
    let mut findings = Vec::new();
    for role in known(&facts.identity.roles)? {
        for (policy, statement) in allowed(role) {
            let is_of_s3 = |action: &String| action == "*" || action.to_ascii_lowercase().starts_with("s3:");
            if !statement.actions.iter().any(is_of_s3) {
                continue;
            }
            let lists = statement.actions.iter().all(|action| action.starts_with("s3:ListBucket"));
            let elsewhere = statement.resources.iter().filter(|resource| {
                let beneath = resource.split_once(&bucket).map(|(_, beneath)| beneath);
                !beneath.is_some_and(|it| it.starts_with("/media/") || it.is_empty() && lists)
            });
            findings.extend(
                elsewhere.map(|resource| format!("{policy} of {} allows S3 on {resource}", role.name)),
            );
        }
    }
    Ok(findings)
}

fn no_user(facts: &Facts) -> Known<Vec<String>> {
    Ok(known(&facts.identity.users)?.iter().map(|who| format!("{who} has AmazonS3FullAccess")).collect())
}
