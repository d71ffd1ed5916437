namespace Spindle.Cli;

/// <summary>What <c>spindle --help</c> prints.</summary>
internal static class Usage
{
    private const string Text =
        """
        spindle sql [-e QUERY | -f FILE] [options]     runs SQL; a prompt when neither is given
          --table NAME=PATH        makes files a table (parquet, csv, json or arrow, by their ending; a folder is parquet unless its files say otherwise)
          --master local[N]        threads (all processors)
          --memory SIZE            what queries may hold in memory, as 2g
          --conf KEY=VALUE         a setting, as spark.sql.session.timeZone=UTC
          --format FORMAT          table, csv, json, markdown or parquet
          --out FILE               writes the rows there
          --timing                 prints how long each statement took

        spindle tpch generate --out DIR [options]      writes the benchmark's tables
          --scale N                scale factor (1)
          --format FORMAT          parquet, csv or tbl (parquet)
          --table NAME             only this table (all eight)

        spindle submit [options] PROGRAM.dll [arguments]   runs a program with executor pods; in cluster mode also
                                              s3://bucket/program.zip, s3://bucket/folder/PROGRAM.dll, or local:///folder/PROGRAM.dll of the image
          --master k8s://https://host:port   the API server (k8s:// is that of the kubeconfig)
          --deploy-mode MODE       client: the driver runs here; cluster: in a pod, whose exit code is the command's (client)
          --image IMAGE            of executors and, in cluster mode, of the driver
          -n NAMESPACE             --context NAME  a context of the kubeconfig
          --driver-address HOST    where executors reach a driver that runs here
          --num-executors N        --executor-cores N  --executor-memory SIZE  --driver-memory SIZE
          --conf KEY=VALUE         a setting, as spark.kubernetes.executor.node.selector.disk=ssd
          --detach                 leaves once the driver pod is created

        spindle status [APP] -n NAMESPACE     an application's pods; all applications without APP
        spindle kill APP -n NAMESPACE         ends an application
        spindle logs [-f] APP -n NAMESPACE    what its driver prints
        spindle k8s check -n NAMESPACE [--image IMAGE]   whether an application could run there; creates nothing
        spindle k8s sweep -n NAMESPACE        removes what drivers that are gone have left
        spindle k8s nodes                     nodes, what presses on them, and our pods there
        spindle run PROGRAM.dll [arguments]   runs a program over this installation's engine

        spindle --version
        """;

    public static int Print(TextWriter output)
    {
        output.WriteLine(Text);
        return 0;
    }

    public static int Version()
    {
        Console.Out.WriteLine($"Spindle {typeof(Usage).Assembly.GetName().Version?.ToString(3)}");
        return 0;
    }
}
