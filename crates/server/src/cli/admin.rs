//! Looking after accounts from the command line, whether the server runs or not; passwords
//! come by standard input and never by argument.

use std::io::BufRead as _;

use anyhow::{Context as _, bail};
use chat::{Chat, Parts, Settings, people::Newcomer};
use clap::Subcommand;
use protocol::{Role, WorkspaceId, limits::PAGE};
use serde::{Deserialize, Serialize};
use store::{PageRequest, Store, people::UserRow};

use crate::{config::Config, control, wiring};

/// What can be done.
#[derive(Subcommand)]
pub enum Admin {
    /// Add an account; its password is read from standard input.
    CreateUser {
        /// Address to sign in with.
        email: String,
        /// Display name.
        name: String,
        /// guest, member, admin or owner.
        #[arg(long, default_value = "member", value_parser = role)]
        role: Role,
        /// Workspace id; the first owner's when left out.
        #[arg(long)]
        workspace: Option<String>,
    },
    /// Give an account a new password, read from standard input; its sessions end.
    ResetPassword {
        /// The account's address.
        email: String,
    },
    /// Print all accounts.
    List,
    /// Deactivate an account; its sessions end.
    Deactivate {
        /// The account's address.
        email: String,
    },
}

/// One step of a command; says nothing secret, the password travels beside it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// See [`Admin::CreateUser`].
    CreateUser {
        /// Address to sign in with.
        email: String,
        /// Display name.
        name: String,
        /// In the workspace.
        role: Role,
        /// The first owner's when left out.
        workspace: Option<WorkspaceId>,
    },
    /// See [`Admin::ResetPassword`].
    ResetPassword {
        /// The account's address.
        email: String,
    },
    /// A page of [`Admin::List`].
    List {
        /// Where the last page ended.
        after: Option<String>,
    },
    /// See [`Admin::Deactivate`].
    Deactivate {
        /// The account's address.
        email: String,
    },
}

/// What came of an order.
#[derive(Serialize, Deserialize)]
pub struct Reply {
    /// To be printed.
    lines: Vec<String>,
    /// Where the next page begins, if there is one.
    next: Option<String>,
}

/// Does it, through the running server if there is one, else on the database itself.
pub async fn run(config: &Config, command: Admin) -> anyhow::Result<()> {
    let mut order = match command {
        Admin::List => Order::List { after: None },
        Admin::CreateUser { email, name, role, workspace } => {
            let workspace = workspace.map(|id| id.parse().context("not a workspace id")).transpose()?;
            Order::CreateUser { email, name, role, workspace }
        }
        Admin::ResetPassword { email } => Order::ResetPassword { email },
        Admin::Deactivate { email } => Order::Deactivate { email },
    };
    let password = match order {
        Order::CreateUser { .. } | Order::ResetPassword { .. } => Some(password()?),
        Order::List { .. } | Order::Deactivate { .. } => None,
    };
    let database = &config.database.anchor();
    let mut opened: Option<(Store, Chat)> = None;
    loop {
        let reply = match control::ask(database, &order, password.as_deref()).await? {
            Some(reply) => reply,
            None => {
                let (_, chat) = match &opened {
                    Some(opened) => opened,
                    None => opened.insert(open(config).await?),
                };
                perform(chat, order, password.clone()).await?
            }
        };
        reply.lines.iter().for_each(|line| println!("{line}"));
        if reply.next.is_none() {
            break;
        }
        order = Order::List { after: reply.next };
    }
    match opened {
        Some((store, chat)) => {
            // Nodes elsewhere hear that sessions ended.
            chat.bus().settle().await;
            Ok(store.close().await?)
        }
        None => Ok(()),
    }
}

async fn open(config: &Config) -> anyhow::Result<(Store, Chat)> {
    let store = wiring::open_store(&config.database.place).await?;
    let bus = wiring::open_bus(&config.bus).await;
    let chat = Chat::new(Parts { store: store.clone(), bus, settings: Settings::default() });
    Ok((store, chat))
}

/// Carries out one order.
pub async fn perform(chat: &Chat, order: Order, password: Option<String>) -> anyhow::Result<Reply> {
    let password = password.context("no password was given");
    let line = match order {
        Order::List { after } => return list(chat, after).await,
        Order::CreateUser { email, name, role, workspace } => {
            let workspace = match workspace {
                Some(workspace) => workspace,
                None => first_workspace(chat).await?,
            };
            let newcomer = Newcomer { name, handle: None, email, password: password? };
            let account = chat.create_user(newcomer, workspace, role).await?;
            format!("{} {} {}", account.id, account.email, account.handle)
        }
        Order::ResetPassword { email } => {
            let user = chat.user_by_email(&email).await?;
            chat.replace_password(user, password?, None).await?;
            format!("{email} has a new password and is signed out everywhere")
        }
        Order::Deactivate { email } => {
            let user = chat.user_by_email(&email).await?;
            chat.set_active(user, false).await?;
            format!("{email} is deactivated")
        }
    };
    Ok(Reply { lines: vec![line], next: None })
}

async fn list(chat: &Chat, after: Option<String>) -> anyhow::Result<Reply> {
    let page = chat.users(PageRequest { after, limit: PAGE }).await?;
    let line = |row: UserRow| {
        let state = if row.active { "active" } else { "deactivated" };
        let account = row.account;
        format!("{} {state:<11} {} {} ({})", account.id, account.email, account.handle, account.name)
    };
    Ok(Reply { lines: page.rows.into_iter().map(line).collect(), next: page.next })
}

async fn first_workspace(chat: &Chat) -> anyhow::Result<WorkspaceId> {
    let oldest = chat.users(PageRequest { after: None, limit: 1 }).await?;
    let owner = oldest.rows.first().context("nobody has set this server up yet")?;
    let places = chat.workspaces_of(owner.account.id).await?;
    Ok(places.first().context("name the workspace with --workspace")?.0.id)
}

fn password() -> anyhow::Result<String> {
    eprintln!("Password, then Enter:");
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    let password = line.trim_end_matches(['\r', '\n']).to_owned();
    if password.is_empty() { bail!("no password was given") } else { Ok(password) }
}

fn role(text: &str) -> Result<Role, String> {
    match text {
        "guest" => Ok(Role::Guest),
        "member" => Ok(Role::Member),
        "admin" => Ok(Role::Admin),
        "owner" => Ok(Role::Owner),
        other => Err(format!("`{other}` is none of guest, member, admin, owner")),
    }
}
