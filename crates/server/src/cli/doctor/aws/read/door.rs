//! The load balancer, its listeners and rules, where it sends people, its certificate and its
//! firewall.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::cli::doctor::aws::{
    call::Caller,
    services::{ACM, BALANCING, FIREWALL},
    tree::Tree as _,
    verdict::Known,
};

/// A load balancer and what belongs to it.
#[derive(Debug, Clone)]
pub struct Door {
    pub name: String,
    pub dns: String,
    pub is_public: bool,
    pub groups: Vec<String>,
    /// Zone to subnet.
    pub zones: BTreeMap<String, String>,
    pub attributes: Known<BTreeMap<String, String>>,
    pub listeners: Known<Vec<Listener>>,
    pub targets: Known<Vec<TargetGroup>>,
    pub certificate: Known<Option<Certificate>>,
    pub firewall: Known<Option<Firewall>>,
}

/// One port.
#[derive(Debug, Clone, Default)]
pub struct Listener {
    pub port: i64,
    pub protocol: String,
    pub policy: String,
    certificates: Vec<String>,
    /// By priority, the default at the end.
    pub rules: Vec<Rule>,
}

/// What is done with some requests.
#[derive(Debug, Clone, Default)]
pub struct Rule {
    priority: i64,
    pub hosts: Vec<String>,
    pub paths: Vec<String>,
    pub actions: Vec<Action>,
}

/// What is done.
#[derive(Debug, Clone, Default)]
pub struct Action {
    pub kind: String,
    /// Of a redirect.
    pub protocol: String,
    pub status: String,
}

/// Where people are sent.
#[derive(Debug, Clone)]
pub struct TargetGroup {
    pub port: u16,
    pub version: String,
    pub health_path: String,
    pub attributes: BTreeMap<String, String>,
    /// Server to its health.
    pub health: BTreeMap<String, String>,
}

/// The domain's certificate.
#[derive(Debug, Clone, Default)]
pub struct Certificate {
    pub status: String,
    pub names: Vec<String>,
    /// Seconds since 1970.
    pub not_after: Option<i64>,
    /// Name to value of the records that prove whose the domain is.
    pub proofs: BTreeMap<String, String>,
}

/// The web firewall.
#[derive(Debug, Clone, Default)]
pub struct Firewall {
    /// Managed groups that refuse, rather than only count.
    pub managed: Vec<String>,
    pub limits_rate: bool,
}

/// All of the network's, the installation's first.
pub async fn read(caller: &Caller, vpc: &str, name: &str) -> Known<Vec<Door>> {
    let all = caller.pages(
        BALANCING,
        "DescribeLoadBalancers",
        &[],
        "DescribeLoadBalancersResult.LoadBalancers",
        ("DescribeLoadBalancersResult.NextMarker", "Marker"),
    );
    let mut ours: Vec<Value> = all.await?.into_iter().filter(|it| it.text("VpcId") == vpc).collect();
    ours.sort_by_key(|it| it.text("LoadBalancerName") != name);
    let mut doors = Vec::new();
    for balancer in &ours {
        doors.push(door(caller, balancer).await);
    }
    Ok(doors)
}

async fn door(caller: &Caller, balancer: &Value) -> Door {
    let arn = balancer.text("LoadBalancerArn");
    let (attributes, listeners, targets, firewall) = tokio::join!(
        attributes(caller, "DescribeLoadBalancerAttributes", "LoadBalancerArn", &arn),
        listeners(caller, &arn),
        targets(caller, &arn),
        firewall(caller, &arn),
    );
    let certificate = match &listeners {
        Ok(listeners) => match listeners.iter().find_map(|it| it.certificates.first()) {
            Some(arn) => certificate(caller, arn).await.map(Some),
            None => Ok(None),
        },
        Err(why) => Err(why.clone()),
    };
    Door {
        name: balancer.text("LoadBalancerName"),
        dns: balancer.text("DNSName"),
        is_public: balancer.text("Scheme") == "internet-facing",
        groups: balancer.texts("SecurityGroups"),
        zones: balancer.pairs("AvailabilityZones", "ZoneName", "SubnetId"),
        attributes,
        listeners,
        targets,
        certificate,
        firewall,
    }
}

async fn attributes(caller: &Caller, action: &str, of: &str, arn: &str) -> Known<BTreeMap<String, String>> {
    let answer = caller.query(BALANCING, action, &[(of, arn)]).await?;
    Ok(answer.pairs(&format!("{action}Result.Attributes"), "Key", "Value"))
}

async fn listeners(caller: &Caller, arn: &str) -> Known<Vec<Listener>> {
    let of = [("LoadBalancerArn", arn)];
    let all = caller.pages(
        BALANCING,
        "DescribeListeners",
        &of,
        "DescribeListenersResult.Listeners",
        ("DescribeListenersResult.NextMarker", "Marker"),
    );
    let mut listeners = Vec::new();
    for value in all.await? {
        let arn = value.text("ListenerArn");
        let of = [("ListenerArn", arn.as_str())];
        let rules = caller.pages(
            BALANCING,
            "DescribeRules",
            &of,
            "DescribeRulesResult.Rules",
            ("DescribeRulesResult.NextMarker", "Marker"),
        );
        let mut rules: Vec<Rule> = rules.await?.iter().map(rule).collect();
        rules.sort_by_key(|rule| rule.priority);
        listeners.push(Listener {
            port: value.number("Port").unwrap_or_default(),
            protocol: value.text("Protocol"),
            policy: value.text("SslPolicy"),
            certificates: value
                .list("Certificates")
                .into_iter()
                .map(|it| it.text("CertificateArn"))
                .collect(),
            rules,
        });
    }
    Ok(listeners)
}

fn rule(value: &Value) -> Rule {
    let conditions = value.list("Conditions");
    let of = |field: &str, config: &str| -> Vec<String> {
        let fitting = conditions.iter().filter(|it| it.text("Field") == field);
        let values = |it: &&&Value| [it.texts("Values"), it.texts(&format!("{config}.Values"))].concat();
        let mut all: Vec<String> = fitting.flat_map(|it| values(&it)).collect();
        all.sort();
        all.dedup();
        all
    };
    let action = |value: &Value| Action {
        kind: value.text("Type"),
        protocol: value.text("RedirectConfig.Protocol"),
        status: value.text("RedirectConfig.StatusCode") + &value.text("FixedResponseConfig.StatusCode"),
    };
    Rule {
        priority: value.number("Priority").unwrap_or(i64::MAX),
        hosts: of("host-header", "HostHeaderConfig"),
        paths: of("path-pattern", "PathPatternConfig"),
        actions: value.list("Actions").into_iter().map(action).collect(),
    }
}

async fn targets(caller: &Caller, arn: &str) -> Known<Vec<TargetGroup>> {
    let of = [("LoadBalancerArn", arn)];
    let all = caller.pages(
        BALANCING,
        "DescribeTargetGroups",
        &of,
        "DescribeTargetGroupsResult.TargetGroups",
        ("DescribeTargetGroupsResult.NextMarker", "Marker"),
    );
    let mut groups = Vec::new();
    for value in all.await? {
        let arn = value.text("TargetGroupArn");
        let attributes = attributes(caller, "DescribeTargetGroupAttributes", "TargetGroupArn", &arn).await?;
        let health = caller.query(BALANCING, "DescribeTargetHealth", &[("TargetGroupArn", &arn)]).await?;
        groups.push(TargetGroup {
            port: value.number("Port").and_then(|port| port.try_into().ok()).unwrap_or_default(),
            version: value.text("ProtocolVersion"),
            health_path: value.text("HealthCheckPath"),
            attributes,
            health: health.pairs(
                "DescribeTargetHealthResult.TargetHealthDescriptions",
                "Target.Id",
                "TargetHealth.State",
            ),
        });
    }
    Ok(groups)
}

async fn certificate(caller: &Caller, arn: &str) -> Known<Certificate> {
    let answer = caller.json(ACM, "DescribeCertificate", json!({"CertificateArn": arn})).await?;
    let said = answer.at("Certificate");
    let proofs = said.list("DomainValidationOptions");
    #[expect(clippy::cast_possible_truncation, reason = "seconds, written with a fraction")]
    let seconds = |value: &Value| value.as_f64().map(|seconds| seconds as i64);
    Ok(Certificate {
        status: said.text("Status"),
        names: [vec![said.text("DomainName")], said.texts("SubjectAlternativeNames")].concat(),
        not_after: seconds(said.at("NotAfter")),
        proofs: proofs
            .iter()
            .map(|it| (it.text("ResourceRecord.Name"), it.text("ResourceRecord.Value")))
            .filter(|(name, _)| !name.is_empty())
            .collect(),
    })
}

async fn firewall(caller: &Caller, arn: &str) -> Known<Option<Firewall>> {
    let asked = json!({"ResourceArn": arn});
    let answer =
        match caller.json_as(FIREWALL, "wafv2:GetWebACLForResource", "GetWebACLForResource", asked).await {
            Err(refused) if refused.is_absence() => return Ok(None),
            answer => answer?,
        };
    let list = answer.at("WebACL");
    if list.is_null() {
        return Ok(None);
    }
    let rules = list.list("Rules");
    let refusing = rules.iter().filter(|rule| rule.at("OverrideAction.Count").is_null());
    Ok(Some(Firewall {
        managed: refusing
            .map(|rule| rule.text("Statement.ManagedRuleGroupStatement.Name"))
            .filter(|name| !name.is_empty())
            .collect(),
        limits_rate: rules.iter().any(|rule| {
            !rule.at("Statement.RateBasedStatement").is_null() && !rule.at("Action.Block").is_null()
        }),
    }))
}
