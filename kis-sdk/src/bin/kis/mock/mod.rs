//! `kis mock`: the mock server by itself, for programs in any language.

mod options;

use std::io::{self, Write};
use std::time::Duration;

use kis_sdk::mock::{Exchange, Server};
pub(crate) use options::MockArguments;
use options::Planned;

use crate::exit::{Exit, Failure, Outcome};

pub(crate) async fn run(arguments: &MockArguments) -> Outcome {
    serve(arguments).await.map_err(|error| Failure::new(Exit::Other, error.to_string()))
}

async fn serve(command: &MockArguments) -> io::Result<()> {
    let server = command.builder().observe(log).start().await.map_err(|error| {
        let advice = "another program may have it: choose another one with --port, or any free one with --port 0";
        io::Error::new(error.kind(), format!("port {}: {error}; {advice}", command.port))
    })?;
    for Planned { target, fault, times } in &command.faults {
        match times {
            Some(times) => server.fault_next(*times, target.clone(), fault.clone()),
            None => server.fault_always(target.clone(), fault.clone()),
        }
    }
    match &command.realtime_file {
        Some(file) => {
            let recorded = std::fs::read_to_string(file)
                .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", file.display())))?;
            server.feed().repeat(&recorded, command.realtime_rate);
        }
        None if command.realtime_every > 0 => server.feed().every(Duration::from_millis(command.realtime_every)),
        None => {}
    }
    introduce(&server, command)?;
    tokio::signal::ctrl_c().await?;
    sum_up(&server)
}

/// How to get there.
fn introduce(server: &Server, command: &MockArguments) -> io::Result<()> {
    let url = server.url();
    let (ids, hosts) = match command.paper {
        true => ("paper TR ids", "openapivts.koreainvestment.com:29443"),
        false => ("real TR ids", "openapi.koreainvestment.com:9443"),
    };
    let rust = match command.paper {
        true => format!("Environment::Custom(BaseUrl::new(\"{url}\")?.with_paper_ids())"),
        false => format!("Environment::url(\"{url}\")?"),
    };
    let environment = if command.paper { "paper" } else { "mock" };
    let realtime = format!("{}/tryitout", url.replacen("http", "ws", 1));
    let (key, secret, account) = (Server::APP_KEY, Server::APP_SECRET, "50001234-01");
    write!(
        io::stdout(),
        "mock server of the KIS Open API, {ids}; Ctrl-C ends it\n\n\
         \x20 base URL    {url}\n\
         \x20 realtime    {realtime}\n\
         \x20 app key     {key}\n\
         \x20 app secret  {secret}\n\
         \x20 account     {account} (any other will do)\n\n\
         Any program: put the base URL in the place of https://{hosts}, and these credentials.\n\
         \x20 kis         kis call … --env {environment} --url {url}\n\
         \x20 kis-sdk     Client::builder({rust}, Credentials::from_env()?)\n\
         \x20 shell       export KIS_APP_KEY={key} KIS_APP_SECRET={secret} KIS_ACCOUNT={account}\n\
         \x20 a token     curl -d '{{\"grant_type\":\"client_credentials\",\"appkey\":\"'$KIS_APP_KEY'\",\
         \"appsecret\":\"'$KIS_APP_SECRET'\"}}' {url}/oauth2/tokenP\n\n"
    )?;
    io::stdout().flush()
}

/// One line for each request. Whoever closed the pipe has seen enough; the server goes on.
fn log(exchange: &Exchange) {
    drop(writeln!(io::stdout(), "{exchange}"));
}

fn sum_up(server: &Server) -> io::Result<()> {
    let traffic = server.traffic();
    writeln!(
        io::stdout(),
        "\ncalls: {}, over the limit: {}, in the busiest second: {}; token requests: {}; orders that stand: {}",
        traffic.arrived,
        traffic.refused,
        traffic.busiest,
        server.arrived("/oauth2/tokenP"),
        server.orders().len(),
    )?;
    for (fault, times) in server.played() {
        writeln!(io::stdout(), "on purpose: {fault}, times: {times}")?;
    }
    Ok(())
}
