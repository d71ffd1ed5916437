using System.Text;
using Spindle.Sql;

namespace Spindle.Cli;

/// <summary>Reads statements, each ended by a semicolon, until <c>exit</c> or the end of input. An error, an interruption too, is printed and the prompt goes on.</summary>
internal static class Prompt
{
    public static int Run(Session session, SqlCommand command)
    {
        var isTerminal = !Console.IsInputRedirected;
        if (isTerminal)
            Console.Out.WriteLine($"Spindle {session.Version}  {session.Master}  statements end with ;  exit leaves");
        var text = new StringBuilder();
        var failed = false;
        while (true)
        {
            if (isTerminal)
                Console.Out.Write(text.Length == 0 ? "spindle> " : "      -> ");
            var line = Console.In.ReadLine();
            if (line is null || (text.Length == 0 && line.Trim().TrimEnd(';') is "exit" or "quit"))
            {
                failed |= text.ToString().Trim().Length > 0 && !Run(text.ToString(), command);
                return failed && !isTerminal ? 1 : 0;
            }

            text.Append(text.Length == 0 ? "" : "\n").Append(line);
            if (!line.TrimEnd().EndsWith(';'))
                continue;
            failed |= !Run(text.ToString(), command);
            text.Clear();
        }
    }

    private static bool Run(string script, SqlCommand command)
    {
        try
        {
            command.RunScript(script);
            return true;
        }
        catch (Exception error)
        {
            Failure.Report(error, Console.Error);
            return false;
        }
    }
}
