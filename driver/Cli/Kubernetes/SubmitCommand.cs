using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Spindle.Client;
using Spindle.Pods.Settings;
using Spindle.Pods.Shape;
using Spindle.Pods.Submitting;
using Spindle.Pods.Submitting.Programs;

namespace Spindle.Cli.Kubernetes;

/// <summary><c>spindle submit</c>: runs a program with a cluster's executors, from here or from a driver pod.</summary>
internal static class SubmitCommand
{
    private const int NobodyKnows = 1;
    private const int Interrupted = 130;

    public static int Run(SubmitOptions options)
    {
        if (options.Help)
            return Usage.Print(Console.Out);
        if (!options.ClusterMode)
            return RunHere(options);
        try
        {
            return RunInClusterAsync(options).GetAwaiter().GetResult();
        }
        catch (Exception refused) when (refused is ApiException or SubmissionException or SettingException or TemplateException)
        {
            Console.Error.WriteLine($"spindle: {refused.Message}");
            return Failure.Failed;
        }
    }

    // The program is a process of its own; its settings lie in a file that only this user reads.
    private static int RunHere(SubmitOptions options)
    {
        if (!File.Exists(options.Program))
            throw new UsageException($"there is no program at {options.Program}{(StoredProgram.IsStored(options.Program) ? " that could run here; use --deploy-mode cluster" : "")}");
        var settings = new Dictionary<string, string>(options.Settings, StringComparer.Ordinal) { ["spark.master"] = options.Cluster.Master ?? KubernetesMaster.Scheme };
        var folder = Directory.CreateTempSubdirectory("spindle-submit-");
        try
        {
            var file = Path.Combine(folder.FullName, "settings.json");
            File.WriteAllText(file, JsonSerializer.Serialize(settings));
            var start = new ProcessStartInfo(Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : "dotnet");
            foreach (var argument in (string[])["exec", options.Program, .. options.Arguments])
                start.ArgumentList.Add(argument);
            start.Environment["SPINDLE_SUBMIT"] = file;
            // The program hears a terminal's Ctrl-C itself, and takes its executors along.
            using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, static context => context.Cancel = true);
            using var process = Process.Start(start) ?? throw new UsageException("dotnet does not start");
            process.WaitForExit();
            return process.ExitCode;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<int> RunInClusterAsync(SubmitOptions options)
    {
        // The driver reads it too: one that nobody follows does not give its pod back.
        if (options.Detach)
            options.Settings["spindle.kubernetes.submission.waitAppCompletion"] = "false";
        var settings = KubernetesSettings.Read(options.Settings, static _ => { });
        var (client, scope) = options.Cluster.Open(settings);
        using (client)
        {
            var application = $"spindle-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
            using var leaving = new CancellationTokenSource();
            using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
            {
                context.Cancel = true;
                leaving.Cancel();
            });
            using var store = new ObjectProgramStore(options.Settings);
            DriverRun? run = null;
            try
            {
                var upload = new ProgramUpload(store);
                var submission = new Submission(client, scope, application, upload);
                // The image has what this installation has.
                Task CreateAsync(CancellationToken cancel) => submission.CreateAsync(options.Settings, options.Program, options.Arguments, name => File.Exists(Path.Combine(AppContext.BaseDirectory, name)), cancel);
                run = new DriverRun(client, scope, application, settings, CreateAsync, upload, Console.Error.WriteLine, Console.Out.WriteLine);
                return await run.RunAsync(leaving.Token).ConfigureAwait(false) ?? NobodyKnows;
            }
            catch (OperationCanceledException) when (leaving.IsCancellationRequested)
            {
                return await LeaveAsync(run!, scope, application).ConfigureAwait(false);
            }
        }
    }

    private static async Task<int> LeaveAsync(DriverRun run, string scope, string application)
    {
        if (!await run.LeaveAsync().ConfigureAwait(false))
        {
            Console.Error.WriteLine($"app {application} had not started and is given up");
            return Interrupted;
        }

        Console.Error.WriteLine($"app {application} goes on without this command; spindle logs -f {application} -n {scope} follows it, spindle kill {application} -n {scope} ends it");
        return 0;
    }
}
