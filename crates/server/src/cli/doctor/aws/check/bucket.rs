//! The bucket of files, and the bucket of logs as far as the same is promised of it.

use crate::cli::doctor::aws::{
    facts::Facts,
    read::bucket::Bucket,
    verdict::{Check, Known, known},
};

pub const CHECKS: &[Check] = &[
    Check {
        name: "bucket.public-blocked",
        promise: "public access is blocked in all four ways",
        remedy: "terraform apply blocks it again; look for what was public meanwhile in the access log",
        look: |facts| both(facts, blocked),
    },
    Check {
        name: "bucket.policy",
        promise: "the policy allows nobody outside of the account",
        remedy: "terraform apply sets the policy again; look in the access log for who came",
        look: |facts| both(facts, policy),
    },
    Check {
        name: "bucket.tls-only",
        promise: "plain HTTP is refused",
        remedy: "terraform apply sets the policy again",
        look: |facts| both(facts, tls_only),
    },
    Check {
        name: "bucket.signed-lately",
        promise: "a signed address is of no use an hour later",
        remedy: "terraform apply sets the policy again",
        look: signed_lately,
    },
    Check {
        name: "bucket.encrypted",
        promise: "objects are encrypted, files with the installation's key",
        remedy: "terraform apply sets it again; objects written meanwhile stay as they are",
        look: encrypted,
    },
    Check {
        name: "bucket.versioned",
        promise: "what is overwritten or deleted can be brought back",
        remedy: "terraform apply switches versions on again",
        look: |facts| both(facts, versioned),
    },
    Check {
        name: "bucket.owned",
        promise: "access is decided by policies alone, not by lists of single objects",
        remedy: "terraform apply sets BucketOwnerEnforced again",
        look: |facts| both(facts, owned),
    },
    Check {
        name: "bucket.lifecycle",
        promise: "old versions and unfinished uploads are cleared away",
        remedy: "terraform apply sets the rules again",
        look: |facts| both(facts, lifecycle),
    },
    Check {
        name: "bucket.cors",
        promise: "only the domain's pages may use it",
        remedy: "terraform apply sets the rule again",
        look: cors,
    },
    Check {
        name: "bucket.logged",
        promise: "who read which file is written down",
        remedy: "terraform apply switches the log on again",
        look: logged,
    },
];

fn both(facts: &Facts, look: fn(&Bucket) -> Known<Option<String>>) -> Known<Vec<String>> {
    let mut findings = Vec::new();
    for bucket in [&facts.files, &facts.logs] {
        findings.extend(look(bucket)?.map(|finding| format!("{}: {finding}", bucket.name)));
    }
    Ok(findings)
}

fn blocked(bucket: &Bucket) -> Known<Option<String>> {
    let blocks = known(&bucket.blocks)?;
    Ok((blocks.len() < 4).then(|| {
        format!("only blocked: {}", if blocks.is_empty() { "nothing".to_owned() } else { blocks.join(", ") })
    }))
}

fn policy(bucket: &Bucket) -> Known<Option<String>> {
    let mut allowing = known(&bucket.policy)?.iter().filter(|it| it.allows);
    Ok(allowing
        .find(|it| it.is_for_all() || it.is_inverted)
        .map(|it| format!("anybody is allowed {}", it.actions.join(", "))))
}

fn tls_only(bucket: &Bucket) -> Known<Option<String>> {
    let denies = known(&bucket.policy)?.iter().any(|it| {
        let is_all = it.actions.iter().any(|action| action == "s3:*" || action == "*");
        let arn = format!(":s3:::{}", bucket.name);
        let covers =
            |end: &str| it.resources.iter().any(|resource| resource.ends_with(&format!("{arn}{end}")));
        let is_plain =
            it.conditions.iter().any(|it| it.eq_ignore_ascii_case("Bool aws:SecureTransport=false"));
        !it.allows
            && it.is_for_all()
            && is_all
            && covers("")
            && covers("/*")
            && is_plain
            && it.conditions.len() == 1
    });
    Ok((!denies).then(|| "its policy doesn't refuse plain HTTP".to_owned()))
}

fn signed_lately(facts: &Facts) -> Known<Vec<String>> {
    let denies = known(&facts.files.policy)?.iter().any(|it| {
        let limit =
            it.conditions.iter().find_map(|it| it.strip_prefix("NumericGreaterThan s3:signatureAge="));
        let limit = limit.and_then(|text| text.parse::<u64>().ok());
        !it.allows && it.is_for_all() && limit.is_some_and(|limit| limit <= 3_600_000)
    });
    Ok(if denies {
        vec![]
    } else {
        vec![format!("{}: its policy doesn't limit the age of signatures", facts.files.name)]
    })
}

fn encrypted(facts: &Facts) -> Known<Vec<String>> {
    let mut findings = Vec::new();
    for (bucket, wanted) in
        [(&facts.files, &["aws:kms", "aws:kms:dsse"][..]), (&facts.logs, &["AES256", "aws:kms"])]
    {
        let how = known(&bucket.encryption)?;
        if !wanted.contains(&how.as_str()) {
            let how = if how.is_empty() { "not at all" } else { how };
            findings.push(format!("{}: encrypted by default: {how}", bucket.name));
        }
    }
    Ok(findings)
}

fn versioned(bucket: &Bucket) -> Known<Option<String>> {
    Ok((!known(&bucket.is_versioned)?).then(|| "old versions aren't kept".to_owned()))
}

fn owned(bucket: &Bucket) -> Known<Option<String>> {
    let ownership = known(&bucket.ownership)?;
    Ok((ownership != "BucketOwnerEnforced")
        .then(|| format!("its ownership is {}", if ownership.is_empty() { "not set" } else { ownership })))
}

fn lifecycle(bucket: &Bucket) -> Known<Option<String>> {
    let kept = known(&bucket.lifecycle)?;
    Ok(match (kept.old_versions, kept.unfinished_uploads) {
        (true, true) => None,
        (false, _) => Some("old versions stay for ever".to_owned()),
        (true, false) => Some("unfinished uploads stay for ever".to_owned()),
    })
}

fn cors(facts: &Facts) -> Known<Vec<String>> {
    let ours = format!("https://{}", facts.place.domain);
    let origins: Vec<&String> = known(&facts.files.cors)?.iter().flat_map(|rule| &rule.origins).collect();
    let mut findings: Vec<String> = origins
        .iter()
        .filter(|it| **it != &ours)
        .map(|it| format!("{}: pages of {it} may use it", facts.files.name))
        .collect();
    if !origins.contains(&&ours) {
        findings.push(format!("{}: pages of {ours} may not use it", facts.files.name));
    }
    Ok(findings)
}

fn logged(facts: &Facts) -> Known<Vec<String>> {
    let log = known(&facts.files.log)?;
    Ok(if *log == facts.logs.name {
        vec![]
    } else {
        vec![format!(
            "{}: its log goes to {}",
            facts.files.name,
            if log.is_empty() { "nowhere" } else { log }
        )]
    })
}
