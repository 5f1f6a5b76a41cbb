//! The contract suite on the in-process engine.

#[tokio::test]
async fn the_local_bus_keeps_its_promises() {
    bus::contract::keeps_its_promises(&bus::Bus::local()).await;
}
