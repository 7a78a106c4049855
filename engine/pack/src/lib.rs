pub mod model {
    #[derive(Debug, Default)]
    pub struct Packs;
}
