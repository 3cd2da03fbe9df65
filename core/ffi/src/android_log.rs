//! The core's log goes to Android's: `android.util.Log`, under the tag `mihari`.
//!
//! Records never hold content (see `fault.rs`), so nothing is filtered here.

use std::ffi::c_void;

use jni::objects::{Global, JClass, JValue};
use jni::sys::{JNI_ERR, JNI_VERSION_1_6, jint};
use jni::{Env, JavaVM, jni_sig, jni_str};
use log::{Level, LevelFilter, Log, Metadata, Record};

use crate::fault::log_panics_by_place_alone;

const TAG: &str = "mihari";

/// Called by Java when it loads the library.
///
/// # Safety
/// Java passes a pointer to itself.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JNI_OnLoad(vm: *mut jni::sys::JavaVM, _: *mut c_void) -> jint {
    log_panics_by_place_alone();
    // SAFETY: the pointer is Java's own, and lives as long as the process.
    let vm = unsafe { JavaVM::from_raw(vm) };
    match install(vm) {
        Ok(()) => JNI_VERSION_1_6,
        // Loading fails, and Kotlin is told so; nothing is half there.
        Err(_) => JNI_ERR,
    }
}

fn install(vm: JavaVM) -> jni::errors::Result<()> {
    // Classes are found here as the app's own loader sees them, on other threads as the system's.
    let class = vm.attach_current_thread(|env: &mut Env<'_>| {
        let class = env.find_class(jni_str!("android/util/Log"))?;
        env.new_global_ref(class)
    })?;
    // A second class loader in one process keeps the first one's log.
    if log::set_boxed_logger(Box::new(AndroidLog { vm, class })).is_ok() {
        log::set_max_level(LevelFilter::Info);
    }
    Ok(())
}

struct AndroidLog {
    vm: JavaVM,
    class: Global<JClass<'static>>,
}

impl AndroidLog {
    fn write(&self, level: Level, message: &str) -> jni::errors::Result<()> {
        self.vm.attach_current_thread(|env: &mut Env<'_>| {
            let (tag, message) = (env.new_string(TAG)?, env.new_string(message)?);
            let arguments =
                [JValue::Int(priority(level)), JValue::Object(&tag), JValue::Object(&message)];
            let signature = jni_sig!("(ILjava/lang/String;Ljava/lang/String;)I");
            env.call_static_method(&self.class, jni_str!("println"), signature, &arguments)?;
            Ok(())
        })
    }
}

impl Log for AndroidLog {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        // There is nowhere to say that the log cannot be written.
        let _ = self.write(record.level(), &record.args().to_string());
    }

    fn flush(&self) {}
}

/// The constants of `android.util.Log`.
fn priority(level: Level) -> jint {
    match level {
        Level::Error => 6,
        Level::Warn => 5,
        Level::Info => 4,
        Level::Debug => 3,
        Level::Trace => 2,
    }
}
