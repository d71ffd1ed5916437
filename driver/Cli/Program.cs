using Spindle.Cli;
using Spindle.Cli.Kubernetes;

try
{
    return args switch
    {
        ["sql", .. var rest] => SqlCommand.Run(SqlOptions.Parse(rest)),
        ["tpch", "generate", .. var rest] => TpchCommand.Run(TpchOptions.Parse(rest)),
        ["submit", .. var rest] => SubmitCommand.Run(SubmitOptions.Parse(rest)),
        ["run", .. var rest] => RunCommand.Run(rest),
        ["status" or "kill" or "logs", .. var rest] => AppCommands.Run(args[0], rest),
        ["k8s", .. var rest] => ClusterCommands.Run(rest),
        ["--version" or "version"] => Usage.Version(),
        ["--help" or "-h" or "help"] or [] => Usage.Print(Console.Out),
        ["tpch", "--help" or "-h"] => Usage.Print(Console.Out),
        ["tpch", ..] => throw new UsageException("spindle tpch takes generate; see spindle --help"),
        _ => throw new UsageException($"there is no command '{string.Join(' ', args.TakeWhile(a => !a.StartsWith('-')))}'; see spindle --help"),
    };
}
catch (Exception error)
{
    return Failure.Report(error, Console.Error);
}
