//! Addresses to listen at: on this machine alone, unless somebody says otherwise.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// An address to listen at.
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct Address {
    ip: IpAddr,
    port: u16,
    is_open: bool,
}

/// Why a process does not listen.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ListenError {
    /// The address can be reached from other machines, and nobody said that it may.
    #[error(
        "refused to listen at {0}: whoever reaches it can run queries, read files, and send work, \
         for neither scheduler nor executor asks who it is, and nothing is encrypted. On a network \
         that only the machines of the cluster share, say --allow-network"
    )]
    NotLoopback(SocketAddr),
    /// It could not be started.
    #[error("{0}: {1}")]
    Failed(SocketAddr, String),
}

impl Address {
    /// Makes an address of this machine, which no other one reaches.
    pub fn local(port: u16) -> Address {
        Address { ip: IpAddr::V4(Ipv4Addr::LOCALHOST), port, is_open: false }
    }

    /// Makes another address. It is refused unless it is of this machine alone, or `is_open` says
    /// that other machines may reach it.
    ///
    /// ```
    /// use variorum_ballista::Address;
    /// let everywhere = "0.0.0.0".parse().unwrap();
    /// assert!(Address::new(everywhere, 50050, false).checked().is_err());
    /// assert!(Address::new(everywhere, 50050, true).checked().is_ok());
    /// assert!(Address::local(50050).checked().is_ok());
    /// ```
    pub fn new(ip: IpAddr, port: u16, is_open: bool) -> Address {
        Address { ip, port, is_open }
    }

    /// Returns the address.
    ///
    /// # Errors
    /// When it can be reached from other machines, and nobody said that it may.
    pub fn checked(self) -> Result<SocketAddr, ListenError> {
        let address = SocketAddr::new(self.ip, self.port);
        if self.ip.is_loopback() || self.is_open {
            Ok(address)
        } else {
            Err(ListenError::NotLoopback(address))
        }
    }
}
