//! Help out of the catalogues: what each command and argument is for, with an example.

use clap::{Arg, ArgAction, Command};

use crate::catalogue::Catalogue;

/// Gives a command and those under it their texts.
pub(super) fn localised(command: Command, catalogue: &Catalogue) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    let command =
        described(command, "tranche", catalogue).subcommand_help_heading(catalogue.text("cli-heading-commands"));
    names
        .into_iter()
        .fold(command, |command, name| command.mut_subcommand(&name, |command| described(command, &name, catalogue)))
}

fn described(command: Command, name: &str, catalogue: &Catalogue) -> Command {
    let text = |key: &str| catalogue.has(key).then(|| catalogue.text(key));
    // The flags that would otherwise come with English texts of their own.
    let mut command = command
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(Arg::new("help").short('h').long("help").action(ArgAction::Help))
        .help_template(format!(
            "{{about}}\n\n{} {{usage}}\n\n{{all-args}}{{after-help}}",
            catalogue.text("cli-heading-usage")
        ));
    if name == "tranche" {
        command = command.arg(Arg::new("version").short('V').long("version").action(ArgAction::Version));
    }
    let ids: Vec<String> = command.get_arguments().map(|argument| argument.get_id().to_string()).collect();
    let command = ids.into_iter().fold(command, |command, id| {
        let own = format!("cli-{name}-arg-{}", id.replace('_', "-"));
        let shared = format!("cli-arg-{}", id.replace('_', "-"));
        // An argument without a text is left without help: a test finds it.
        let help = text(&own).or_else(|| text(&shared)).unwrap_or_default();
        command.mut_arg(&id, |argument| headed(argument, catalogue).help(help))
    });
    let command = match text(&format!("cli-{name}")) {
        Some(about) => command.about(about),
        None => command,
    };
    let command = match text(&format!("cli-{name}-example")) {
        Some(example) => command.after_help(example),
        None => command,
    };
    if name == "tranche" { command } else { with_actions(command, name, catalogue) }
}

/// Gives the actions of a command (`list add`) their texts, under the command's name and theirs.
fn with_actions(command: Command, name: &str, catalogue: &Catalogue) -> Command {
    let actions: Vec<String> = command.get_subcommands().map(|action| action.get_name().to_owned()).collect();
    if actions.is_empty() {
        return command;
    }
    let command = command.disable_help_subcommand(true).subcommand_help_heading(catalogue.text("cli-heading-commands"));
    actions.into_iter().fold(command, |command, action| {
        command.mut_subcommand(&action, |under| described(under, &format!("{name}-{action}"), catalogue))
    })
}

/// An argument under a heading of the catalogue; what clap would add in English is in the help texts.
fn headed(argument: Arg, catalogue: &Catalogue) -> Arg {
    let heading = if argument.is_positional() { "cli-heading-arguments" } else { "cli-heading-options" };
    let takes_value = argument.get_action().takes_values();
    let argument = argument.help_heading(catalogue.text(heading)).hide_env(takes_value);
    argument.hide_default_value(takes_value).hide_possible_values(takes_value)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::catalogue::Language;
    use crate::cli::Line;

    #[test]
    fn every_command_and_argument_is_explained_in_both_languages() {
        for language in [Language::English, Language::French] {
            let catalogue = Catalogue::new(language);
            let command = localised(Line::command(), &catalogue);
            let mut silent = Vec::new();
            let of_actions = |command: &Command| {
                let named =
                    |action: &Command| (format!("{}-{}", command.get_name(), action.get_name()), action.clone());
                command.get_subcommands().map(named).collect::<Vec<_>>()
            };
            let all = command.get_subcommands();
            let all = all.flat_map(|command| {
                let own = (command.get_name().to_owned(), command.clone());
                std::iter::once(own).chain(of_actions(command))
            });
            for (name, command) in all {
                for key in [format!("cli-{name}"), format!("cli-{name}-example")] {
                    if !catalogue.has(&key) {
                        silent.push(key);
                    }
                }
                let without_help = command
                    .get_arguments()
                    .filter(|argument| argument.get_help().is_none_or(|help| help.to_string().is_empty()));
                silent.extend(without_help.map(|argument| format!("cli-{name}-arg-{}", argument.get_id())));
            }
            assert_eq!(silent, Vec::<String>::new(), "{language:?}");
        }
    }

    #[test]
    fn french_help_has_no_english_word_of_claps() {
        let mut command = localised(Line::command(), &Catalogue::new(Language::French));
        command.build();
        let mut help = command.render_help().to_string();
        for command in command.get_subcommands_mut() {
            help += &command.render_help().to_string();
            for action in command.get_subcommands_mut() {
                help += &action.render_help().to_string();
            }
        }
        for word in ["Usage:", "Commands:", "Print", "default", "possible values"] {
            assert!(!help.contains(word), "{word}: {help}");
        }
    }
}
