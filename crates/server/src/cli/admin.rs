//! Looking after accounts from the command line. Works on the database itself, so the
//! server must be stopped; passwords come by standard input and never by argument.

use std::io::BufRead as _;

use anyhow::{Context as _, bail};
use bus::Bus;
use chat::{Chat, Parts, Settings, people::Newcomer};
use clap::Subcommand;
use protocol::{Role, WorkspaceId, limits::PAGE};
use store::PageRequest;

use crate::config::Config;

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

/// Does it.
pub async fn run(config: &Config, command: Admin) -> anyhow::Result<()> {
    let store = crate::wiring::open_store(&config.database.file)?;
    let chat = Chat::new(Parts { store: store.clone(), bus: Bus::local(), settings: Settings::default() });
    match command {
        Admin::List => list(&chat).await?,
        Admin::CreateUser { email, name, role, workspace } => {
            let workspace = match workspace {
                Some(text) => text.parse().context("not a workspace id")?,
                None => first_workspace(&chat).await?,
            };
            let newcomer = Newcomer { name, handle: None, email, password: password()? };
            let account = chat.create_user(newcomer, workspace, role).await?;
            println!("{} {} {}", account.id, account.email, account.handle);
        }
        Admin::ResetPassword { email } => {
            let user = chat.user_by_email(&email).await?;
            chat.replace_password(user, password()?, None).await?;
            println!("{email} has a new password and is signed out everywhere");
        }
        Admin::Deactivate { email } => {
            let user = chat.user_by_email(&email).await?;
            chat.set_active(user, false).await?;
            println!("{email} is deactivated");
        }
    }
    store.close().await?;
    Ok(())
}

async fn list(chat: &Chat) -> anyhow::Result<()> {
    let mut after = None;
    loop {
        let page = chat.users(PageRequest { after, limit: PAGE }).await?;
        for row in page.rows {
            let state = if row.active { "active" } else { "deactivated" };
            println!(
                "{} {state:<11} {} {} ({})",
                row.account.id, row.account.email, row.account.handle, row.account.name
            );
        }
        after = page.next;
        if after.is_none() {
            return Ok(());
        }
    }
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
