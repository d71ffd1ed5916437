using System.Diagnostics;
using Spindle.Cli;
using Spindle.Columnar.Errors;

try
{
    return args switch
    {
        ["sql", .. var rest] => SqlCommand.Run(SqlOptions.Parse(rest)),
        ["tpch", "generate", .. var rest] => TpchCommand.Run(TpchOptions.Parse(rest)),
        ["--version" or "version"] => Usage.Version(),
        ["--help" or "-h" or "help"] or [] => Usage.Print(Console.Out),
        _ => throw new UsageException($"there is no command '{string.Join(' ', args.TakeWhile(a => !a.StartsWith('-')))}'; see spindle --help"),
    };
}
catch (UsageException error)
{
    Console.Error.WriteLine($"spindle: {error.Message}");
    return 1;
}
catch (SpindleException error)
{
    Console.Error.WriteLine(ErrorText.Render(error));
    return 1;
}
catch (Exception error) when (error is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"spindle: {error.Message}");
    return 1;
}
catch (UnreachableException error)
{
    // A bug of ours: one line for the user, and the rest for whoever looks into it.
    Console.Error.WriteLine($"spindle: internal error: {error.Message}; set SPINDLE_DEBUG=1 for where it happened, and please report it");
    if (Environment.GetEnvironmentVariable("SPINDLE_DEBUG") is not null)
        Console.Error.WriteLine(error);
    return 1;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("spindle: cancelled");
    return 130;
}
