//! Exit statuses, languages, colours, and what a message may do to a terminal.

use std::fs::File;
use std::io;
use std::process::Command;

use serde_json::json;

use crate::program::{Program, Ran, run_on};
use crate::samples::{NEAR_MISS, ORDINARY, SCAM, Sms, backup};

fn ran(command: &mut Command) -> Ran {
    Ran::from(command.output().unwrap())
}

#[test]
fn a_flag_is_no_failure_unless_asked_for() {
    let program = Program::new();
    let xml = |text| backup(&[Sms { sender: "090", at: 1, text }]);
    program.write("scam.xml", xml(SCAM));
    program.write("ordinary.xml", xml(ORDINARY));
    let cases: [(&[&str], bool); 6] = [
        (&["check", SCAM], true),
        (&["check", ORDINARY], false),
        (&["call", NEAR_MISS], true),
        (&["call", "090-1234-5678"], false),
        (&["scan", "scam.xml"], true),
        (&["scan", "ordinary.xml"], false),
    ];
    for (args, flagged) in cases {
        program.run(args).expect(0);
        program.run(&[args, &["--exit-code"]].concat()).expect(i32::from(flagged));
        program.run(&[args, &["--exit-code", "--json"]].concat()).expect(i32::from(flagged));
    }
}

#[test]
fn an_error_outweighs_a_flag() {
    let program = Program::new();
    let line = json!({"kind": "sms", "text": SCAM});
    let args = ["scan", "--json", "--exit-code", "-"];
    program.run_on(format!("{line}\n"), &args).expect(1);
    program.run_on(format!("{line}\nnonsense\n"), &args).expect(2);
    program.run_on(format!("{line}\n"), &[&args[..], &["missing.xml"]].concat()).expect(2);
}

#[test]
fn what_nothing_is_known_of_is_not_called_safe() {
    let program = Program::new();
    for (lang, words) in
        [("en", "does not mean it is safe"), ("ja", "安全という意味ではありません")]
    {
        let ran = program.run(&["check", ORDINARY, "--lang", lang]).expect(0);
        assert!(ran.stdout.contains(words), "{}", ran.stdout);
    }
}

#[test]
fn whatever_a_phone_reports_as_a_caller_has_a_verdict() {
    let program = Program::new();
    let callers =
        ["", "null", "#9110", "110", "188", "Amazon", "〇", "tel:%2B815031311651", "\u{202e}0"];
    for caller in callers {
        program.run(&["call", caller]).expect(0);
    }
    for caller in
        ["050-3131-1651", "+81 (0)50-3131-1651", "８１５０３１３１１６５１", "186 050 3131 1651"]
    {
        let call = program.run(&["call", "--json", caller]).expect(0).object();
        assert_eq!(call["level"], "official", "{caller}");
    }
}

#[test]
fn what_is_not_understood_ends_with_status_2() {
    let program = Program::new();
    let wrong: [&[&str]; 7] = [
        &[],
        &["screen"],
        &["check"],
        &["check", "--channel", "fax", "text"],
        &["scan"],
        &["scan", "--threads", "0", "-"],
        &["history", "mark", "1", "perhaps"],
    ];
    for args in wrong {
        let ran = program.run(args).expect(2);
        assert_eq!(ran.stdout, "", "{args:?}");
        assert!(!ran.stderr.is_empty(), "{args:?}");
    }
}

#[test]
fn help_and_version_are_no_errors() {
    let program = Program::new();
    for args in [&["--help"][..], &["--version"], &["scan", "--help"], &["history", "--help"]] {
        let ran = ran(&mut program.bare_command(args)).expect(0);
        assert!(ran.stderr.is_empty() && !ran.stdout.is_empty(), "{args:?}");
    }
}

#[test]
fn numbers_that_begin_with_a_minus_are_values() {
    let program = Program::new();
    for number in ["-1", "-2", "-3"] {
        let call = program.run(&["call", number, "--json"]).expect(0).object();
        assert_eq!(call["level"], "no_match", "{call}");
    }
    program.run(&["check", "--from", "-1", "--", "-x is no option"]).expect(0);
    program.run(&["history", "search", "--", "-1"]).expect(0);
}

#[test]
fn check_reads_the_text_from_standard_input() {
    let program = Program::new();
    let typed = program.run_on(format!("{SCAM}\n"), &["check", "--json", "-"]).expect(0);
    assert_eq!(typed.object(), program.run(&["check", "--json", SCAM]).expect(0).object());
    let none = program.run(&["check", "--json", "-"]).expect(0);
    assert_eq!(none.object()["level"], "no_match");
    program.run_on(b"\x83\x41\x83\x7d", &["check", "-"]).expect_error("UTF-8");
}

#[test]
fn check_says_what_it_could_not_screen() {
    let program = Program::new();
    let long = format!("{SCAM}{}", "あ".repeat(30 << 20));
    let ran = program.run_on(&long, &["check", "-"]).expect(0);
    assert!(ran.stdout.contains("only its beginning was screened"));
    assert!(ran.stdout.len() < 20_000, "the screen is not flooded");
    assert_eq!(
        program.run_on(&long, &["check", "--json", "-"]).expect(0).object()["truncated"],
        true
    );
}

#[test]
fn the_language_is_the_one_asked_for_or_else_the_locales() {
    let program = Program::new();
    let is_japanese = |options: &[&str], environment: &[(&str, &str)]| {
        let mut command = program.command(&[&["check", SCAM], options].concat());
        command.envs(environment.iter().copied());
        ran(&mut command).expect(0).stdout.contains("理由  ")
    };
    assert!(!is_japanese(&[], &[]));
    assert!(is_japanese(&["--lang", "ja"], &[]));
    assert!(is_japanese(&[], &[("LANG", "ja_JP.UTF-8")]));
    assert!(is_japanese(&[], &[("LC_MESSAGES", "ja_JP"), ("LANG", "C")]));
    assert!(!is_japanese(&[], &[("LC_ALL", "C"), ("LANG", "ja_JP.UTF-8")]));
    assert!(!is_japanese(&["--lang", "en"], &[("LC_ALL", "ja_JP.UTF-8")]));
    // Set to nothing is not set.
    assert!(is_japanese(&[], &[("LC_ALL", ""), ("LANG", "ja_JP.UTF-8")]));
}

#[test]
fn errors_are_in_the_readers_language_to_the_last_word() {
    let program = Program::new();
    program.write("file", "x");
    program.write("foreign.db", "x");
    let no_history = program.path("file").join("history.db");
    let cases: [&[&str]; 8] = [
        &["scan", "missing.xml"],
        &["scan", "."],
        &["scan", "file"],
        &["history", "show", "7"],
        &["history", "list", "--db", no_history.to_str().unwrap()],
        &["scan", "-", "--db", no_history.to_str().unwrap()],
        &["scan", "-", "--db", "."],
        &["pack", "check", "missing.toml"],
    ];
    for args in cases {
        let args = [args, &["--lang", "ja"]].concat();
        let ran = ran(&mut program.bare_command(&args)).expect(2);
        let sentence = ran.stderr.trim_end();
        assert!(sentence.ends_with('。') && sentence.lines().count() == 1, "{args:?}: {sentence}");
        for english in ["the ", " is ", "file "] {
            assert!(!sentence.contains(english), "{args:?}: {sentence}");
        }
    }
}

#[test]
fn a_pipe_gets_no_colours_whatever_the_environment() {
    let program = Program::new();
    let xml = backup(&[Sms { sender: "090", at: 1, text: SCAM }]);
    program.write("backup.xml", xml);
    for args in [&["check", SCAM][..], &["scan", "backup.xml"], &["history", "list"]] {
        for (name, value) in [("TERM", "xterm-256color"), ("NO_COLOR", "1"), ("COLORTERM", "24bit")]
        {
            let ran = ran(program.command(args).env(name, value)).expect(0);
            assert!(!ran.stdout.contains('\x1b') && !ran.stderr.contains('\x1b'), "{name}");
        }
    }
}

#[test]
fn no_color_wins_over_a_forced_colour() {
    let program = Program::new();
    let forced = ran(program.command(&["check", SCAM]).env("CLICOLOR_FORCE", "1")).expect(0);
    assert!(forced.stdout.contains("\x1b["));
    let mut command = program.command(&["check", SCAM]);
    let none = ran(command.env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1")).expect(0);
    assert!(!none.stdout.contains('\x1b'));
}

#[test]
fn a_message_never_moves_the_cursor_or_turns_the_line() {
    let program = Program::new();
    let wild = "\u{1b}[2J\u{1b}]0;x\u{7}\u{8}\u{9b}31m\u{202e}\u{2066}\u{200b}\0\r\u{7f}";
    let item =
        json!({"kind": "sms", "sender": format!("090{wild}"), "text": format!("{SCAM}{wild}")});
    let scan = program.run_on(format!("{item}\n"), &["scan", "-"]).expect(0);
    let check =
        program.run_on(format!("{SCAM}{wild}"), &["check", "--from", "\u{1b}[31m", "-"]).expect(0);
    let list = program.run(&["history", "list"]).expect(0);
    let show = program.run(&["history", "show", "1"]).expect(0);
    let json = program.run(&["history", "list", "--json"]).expect(0);
    for ran in [scan, check, list, show] {
        let is_raw = |c: char| {
            c.is_control() && c != '\n' || matches!(c, '\u{202e}' | '\u{2066}' | '\u{200b}')
        };
        assert!(!ran.stdout.contains(is_raw), "{:?}", ran.stdout);
        assert!(ran.stdout.contains('␛') && ran.stdout.contains("<U+202E>"), "{:?}", ran.stdout);
    }
    // JSON keeps the message as it is, escaped.
    assert!(!json.stdout.contains(|c: char| c.is_ascii_control() && c != '\n'));
    assert_eq!(json.object()["text"], format!("{SCAM}{wild}"));
}

#[test]
fn a_reader_who_has_seen_enough_is_no_error() {
    let program = Program::new();
    let items: String = (0..20_000)
        .map(|n| format!("{}\n", json!({"kind": "sms", "text": format!("{SCAM} {n}")})))
        .collect();
    let commands = [&["scan", "-"][..], &["scan", "--json", "-"], &["tables", "numbers"]];
    for args in commands {
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        let mut command = program.command(args);
        command.stdout(writer);
        let ran = run_on(command, items.as_bytes()).expect(0);
        assert_eq!(ran.stderr, "", "{args:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    let program = Program::new();
    let full = || File::options().write(true).open("/dev/full").unwrap();
    program.write("backup.xml", backup(&[Sms { sender: "090", at: 1, text: SCAM }]));
    for args in [&["check", SCAM][..], &["scan", "backup.xml"], &["history", "list", "--json"]] {
        ran(program.command(args).stdout(full())).expect_error("The output could not be written");
    }
    // What could not be shown was kept all the same.
    assert_eq!(program.kept().len(), 1);
    // Nor is there anything to say where nothing can be said.
    ran(program.command(&["scan", "missing.xml"]).stderr(full())).expect(2);
}
