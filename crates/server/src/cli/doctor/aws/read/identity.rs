//! What the servers may do in the account, and who else was given the run of its files.

use std::collections::BTreeSet;

use super::servers::Server;
use crate::cli::doctor::aws::{
    call::Caller,
    policy::{self, Statement},
    services::IAM,
    tree::Tree as _,
    verdict::{Known, Unknown, known},
};

/// What the write-up gave to a user, who is replaced by the role.
const ALL_OF_S3: &str = "arn:aws:iam::aws:policy/AmazonS3FullAccess";

/// Roles, and users that shouldn't be.
#[derive(Debug, Clone)]
pub struct Identity {
    pub roles: Known<Vec<Role>>,
    /// Users and groups of users that may do anything to any bucket.
    pub users: Known<Vec<String>>,
}

/// A server's role.
#[derive(Debug, Clone, Default)]
pub struct Role {
    pub name: String,
    pub trust: Vec<Statement>,
    pub policies: Vec<Policy>,
}

/// One of its policies.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    pub name: String,
    pub statements: Vec<Statement>,
}

impl Identity {
    /// Reads the roles of all servers.
    pub async fn read(caller: &Caller, servers: &Known<Vec<Server>>) -> Self {
        let (roles, users) = tokio::join!(roles(caller, servers), users(caller));
        Self { roles, users }
    }
}

async fn roles(caller: &Caller, servers: &Known<Vec<Server>>) -> Known<Vec<Role>> {
    let profiles: BTreeSet<&str> =
        known(servers)?.iter().map(|server| server.profile.as_str()).filter(|it| !it.is_empty()).collect();
    if profiles.is_empty() {
        return Err(Unknown("no server has a role that could be looked at".to_owned()));
    }
    let mut roles = Vec::new();
    for profile in profiles {
        let answer = caller.query(IAM, "GetInstanceProfile", &[("InstanceProfileName", profile)]).await?;
        for said in answer.list("GetInstanceProfileResult.InstanceProfile.Roles") {
            let name = said.text("RoleName");
            let trust = policy::read(&said.text("AssumeRolePolicyDocument"))?;
            let policies = [inline(caller, &name).await?, attached(caller, &name).await?].concat();
            roles.push(Role { name, trust, policies });
        }
    }
    Ok(roles)
}

async fn inline(caller: &Caller, role: &str) -> Known<Vec<Policy>> {
    let list = "ListRolePoliciesResult.PolicyNames";
    let names = caller
        .pages(
            IAM,
            "ListRolePolicies",
            &[("RoleName", role)],
            list,
            ("ListRolePoliciesResult.Marker", "Marker"),
        )
        .await?;
    let mut policies = Vec::new();
    for name in names.iter().map(|it| it.text("")) {
        let asked = [("RoleName", role), ("PolicyName", name.as_str())];
        let said = caller.query(IAM, "GetRolePolicy", &asked).await?;
        let statements = policy::read(&said.text("GetRolePolicyResult.PolicyDocument"))?;
        policies.push(Policy { name, statements });
    }
    Ok(policies)
}

async fn attached(caller: &Caller, role: &str) -> Known<Vec<Policy>> {
    let list = "ListAttachedRolePoliciesResult.AttachedPolicies";
    let next = ("ListAttachedRolePoliciesResult.Marker", "Marker");
    let all = caller.pages(IAM, "ListAttachedRolePolicies", &[("RoleName", role)], list, next).await?;
    let mut policies = Vec::new();
    for one in all {
        let arn = one.text("PolicyArn");
        let said = caller.query(IAM, "GetPolicy", &[("PolicyArn", &arn)]).await?;
        let version = said.text("GetPolicyResult.Policy.DefaultVersionId");
        let asked = [("PolicyArn", arn.as_str()), ("VersionId", &version)];
        let said = caller.query(IAM, "GetPolicyVersion", &asked).await?;
        let statements = policy::read(&said.text("GetPolicyVersionResult.PolicyVersion.Document"))?;
        policies.push(Policy { name: one.text("PolicyName"), statements });
    }
    Ok(policies)
}

async fn users(caller: &Caller) -> Known<Vec<String>> {
    let mut all = Vec::new();
    let asked = [("PolicyArn", ALL_OF_S3)];
    let answer = caller.query(IAM, "ListEntitiesForPolicy", &asked).await?;
    for (list, name, kind) in [("PolicyUsers", "UserName", "user"), ("PolicyGroups", "GroupName", "group")] {
        let found = answer.list(&format!("ListEntitiesForPolicyResult.{list}")).into_iter();
        all.extend(found.map(|it| format!("{kind} {}", it.text(name))));
    }
    Ok(all)
}
