//! The worker that measures what brotli makes of a message.

fn main() {
    wirelens::ui::run_squeeze();
}
