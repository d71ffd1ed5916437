using Spindle.Kubernetes.Tests.Applications;
using Spindle.Sql;
using Spindle.Testing;

namespace Spindle.Kubernetes.Tests;

/// <summary>What a driver of these tests runs that is a process or a pod of its own: a query whose tasks a gate holds, and the driver itself.</summary>
internal static class Program
{
    /// <param name="args"><c>drive</c> and the gate's address.</param>
    public static int Main(string[] args)
    {
        if (args is not ["drive", var gate])
            return 2;
        using var session = Session.Builder().Config("spindle.tpch.scale", "0.02").GetOrCreate();
        session.Udf.Register("held", (long value) => TaskGate.Pass(gate, value));
        var rows = Task.Run(() => session.Sql(DrivenQuery.Text).Collect().Count);
        TaskGate.Pass(gate, 0);
        Console.WriteLine($"{rows.Result} rows");
        return 0;
    }
}
